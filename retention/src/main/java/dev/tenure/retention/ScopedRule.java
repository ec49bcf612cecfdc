package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules for some of an account's items: of one kind, of one host, or of one kind of one host.
 *
 * @param kind null for every kind
 * @param host as the media server names them, in whatever letters; null for every host
 * @param range binds beside the account's: the longest minimum and the shortest maximum of all that fit an item count
 * @param hostDefault what applies where nobody chose, before what is said of more items; null leaves it to that
 * @param locked the minimum only ever becomes longer, and for more items, whoever asks
 */
public record ScopedRule(
        @Nullable ItemKind kind,
        @Nullable String host,
        RuleSet.Range range,
        @Nullable RetentionPeriod hostDefault,
        boolean locked) {

    /** The most of one rule set: enough for every department's head, few enough to weigh them all in each class. */
    public static final int MAX = 100;

    private static final int MAX_HOST = 500;

    public ScopedRule {
        host = host == null ? null : inSmallLetters(host);
        if (kind == null && host == null) {
            throw new IllegalArgumentException(
                    "a scoped rule needs a kind or a host; what holds for all stands beside");
        }
        if (host != null && (host.isBlank() || host.length() > MAX_HOST)) {
            throw new IllegalArgumentException("a scoped rule's host must have 1 to " + MAX_HOST + " characters");
        }
        if (host != null && host.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a scoped rule's host must not contain control characters");
        }
        if (range.minimum() == null && range.maximum() == null && hostDefault == null) {
            throw new IllegalArgumentException("the rule for " + words(kind, host) + " says nothing");
        }
        if (locked && range.minimum() == null) {
            throw new IllegalArgumentException(
                    "the rule for " + words(kind, host) + " has no minimum that could be locked");
        }
    }

    /** A rule that can be changed again. */
    public ScopedRule(
            @Nullable ItemKind kind,
            @Nullable String host,
            RuleSet.Range range,
            @Nullable RetentionPeriod hostDefault) {
        this(kind, host, range, hostDefault, false);
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

    /**
     * Whether it is for such items.
     *
     * @param ofHost in small letters; null for a host that no rule names
     */
    public boolean fits(ItemKind ofKind, @Nullable String ofHost) {
        return (kind == null || kind == ofKind) && (host == null || host.equals(ofHost));
    }

    /** What it is for, as in "items of kind CHAT of host ada@example.org". */
    public String words() {
        return words(kind, host);
    }

    boolean isForTheSameAs(ScopedRule other) {
        return kind == other.kind && Objects.equals(host, other.host);
    }

    private static String words(@Nullable ItemKind kind, @Nullable String host) {
        return Stream.of("items", kind == null ? "" : "of kind " + kind, host == null ? "" : "of host " + host)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
