package dev.tenure.storageapi.retention;

import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.ScopedRule;
import org.jspecify.annotations.Nullable;

/**
 * A rule for some items as it travels: periods are ISO 8601, absent means no such rule.
 *
 * @param hostDefault what applies to them where nobody chose
 * @param locked true gives up for ever the right to make the minimum shorter; absent means false
 */
record ScopedRuleBody(
        SelectorBody scope,
        @Nullable String minimum,
        @Nullable String maximum,
        @Nullable String hostDefault,
        @Nullable Boolean locked) {

    ScopedRuleBody {
        if (scope == null) {
            throw new IllegalArgumentException("'scope' must say which items a scoped rule is for");
        }
    }

    static ScopedRuleBody of(ScopedRule rule) {
        return new ScopedRuleBody(
                SelectorBody.of(rule.of()),
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
                scope.selector(),
                new RuleSet.Range(period(minimum), period(maximum)),
                period(hostDefault),
                Boolean.TRUE.equals(locked));
    }

    private static @Nullable RetentionPeriod period(@Nullable String text) {
        return text == null ? null : RetentionPeriod.parse(text);
    }

    private static @Nullable String text(@Nullable RetentionPeriod period) {
        return period == null ? null : period.toString();
    }
}
