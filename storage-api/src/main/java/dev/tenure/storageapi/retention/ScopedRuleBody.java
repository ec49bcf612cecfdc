package dev.tenure.storageapi.retention;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.ScopedRule;
import dev.tenure.storageapi.problem.Given;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A rule for some items as it travels: periods are ISO 8601, absent means no such rule.
 *
 * @param hostDefault what applies to them where nobody chose
 * @param locked true gives up for ever the right to make the minimum shorter; absent means false
 */
record ScopedRuleBody(
        ScopeBody scope,
        @Nullable String minimum,
        @Nullable String maximum,
        @Nullable String hostDefault,
        @Nullable Boolean locked) {

    ScopedRuleBody {
        if (scope == null) {
            throw new IllegalArgumentException("'scope' must say which items a scoped rule is for");
        }
    }

    /**
     * Which items.
     *
     * @param kind RECORDING, TRANSCRIPT, CHAT, FILE or WHITEBOARD; absent for every kind
     * @param host as the media server names them; absent for every host
     */
    record ScopeBody(@Nullable String kind, @Nullable String host) {

        ScopeBody {
            if (host != null) {
                Given.text("host", host);
            }
        }
    }

    static ScopedRuleBody of(ScopedRule rule) {
        ItemKind kind = rule.kind();
        return new ScopedRuleBody(
                new ScopeBody(kind == null ? null : kind.name(), rule.host()),
                text(rule.range().minimum()),
                text(rule.range().maximum()),
                text(rule.hostDefault()),
                rule.locked());
    }

    /**
     * The rule that this says.
     *
     * @throws IllegalArgumentException when it says none; the message says why
     */
    ScopedRule rule() {
        return new ScopedRule(
                kind(scope.kind()),
                scope.host(),
                new RuleSet.Range(period(minimum), period(maximum)),
                period(hostDefault),
                Boolean.TRUE.equals(locked));
    }

    private static @Nullable ItemKind kind(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(ItemKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no kind; kinds are " + Arrays.toString(ItemKind.values())));
    }

    private static @Nullable RetentionPeriod period(@Nullable String text) {
        return text == null ? null : RetentionPeriod.parse(text);
    }

    private static @Nullable String text(@Nullable RetentionPeriod period) {
        return period == null ? null : period.toString();
    }
}
