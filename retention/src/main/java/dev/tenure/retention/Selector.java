package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of an account's items a rule is for: those of one kind, of one host, or of one kind of one host. There is none for all of them.
 *
 * @param kind null for every kind
 * @param host as the media server names them, in small letters; null for every host
 */
public record Selector(@Nullable ItemKind kind, @Nullable String host) {

    private static final int MAX_HOST = 500;

    public Selector {
        host = host == null ? null : inSmallLetters(host);
        if (kind == null && host == null) {
            throw new IllegalArgumentException(
                    "a rule for some items needs a kind or a host; what holds for all stands beside");
        }
        if (host != null && (host.isBlank() || host.length() > MAX_HOST)) {
            throw new IllegalArgumentException("a rule's host must have 1 to " + MAX_HOST + " characters");
        }
        if (host != null && host.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a rule's host must not contain control characters");
        }
    }

    /** How hosts are compared. */
    public static String inSmallLetters(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    /** How narrow it is. One host is narrower than one kind. */
    public RuleScope scope() {
        if (host == null) {
            return RuleScope.KIND;
        }
        return kind == null ? RuleScope.HOST : RuleScope.HOST_AND_KIND;
    }

    /** Whether it is for such items. */
    public boolean fits(Subject subject) {
        return (kind == null || kind == subject.kind()) && (host == null || host.equals(subject.host()));
    }

    /** Whether it is for all items that the other one is for. */
    public boolean isNoNarrower(Selector other) {
        return (kind == null || kind == other.kind) && (host == null || host.equals(other.host));
    }

    /** What it is for, as in "items of kind CHAT of host ada@example.org". */
    public String words() {
        return Stream.of("items", kind == null ? "" : "of kind " + kind, host == null ? "" : "of host " + host)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
