package dev.tenure.storageapi.retention;

import dev.tenure.retention.EventDay;
import dev.tenure.retention.EventRule;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.storageapi.problem.Given;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule by which some items are kept for a time from an event, as it travels.
 *
 * @param name of the event
 * @param scope which items; those that come after the event too
 * @param keep an ISO 8601 period that counts from the event's day
 * @param day of the event, as 2026-01-31 in the rules' zone, past or future; absent while it has not come, and until then the items are kept
 */
record EventRuleBody(
        String name,
        SelectorBody scope,
        String keep,
        @Nullable String day) {

    /** As long as a day is. */
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    EventRuleBody {
        if (day != null && !DAY.matcher(day).matches()) {
            throw new IllegalArgumentException(
                    "'day' must be a date such as 2026-01-31, or absent while the event has not come");
        }
        Given.text("name", name);
        Given.text("keep", keep);
        if (scope == null) {
            throw new IllegalArgumentException("'scope' must say which items an event is for");
        }
    }

    static EventRuleBody of(EventRule rule) {
        return new EventRuleBody(
                rule.name(),
                SelectorBody.of(rule.of()),
                rule.keep().toString(),
                rule.day().isAwaited() ? null : rule.day().toString());
    }

    /**
     * The rule that this says.
     *
     * @throws IllegalArgumentException when it says none; the message says why
     */
    EventRule rule() {
        return new EventRule(
                name,
                scope.selector(),
                RetentionPeriod.parse(keep),
                day == null ? EventDay.AWAITED : EventDay.parse(day));
    }
}
