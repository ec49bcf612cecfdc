package dev.tenure.retention.rules;

import dev.tenure.retention.Horizon;
import dev.tenure.retention.Label;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/**
 * A retention fact with a period, counted from the end of the recording.
 *
 * @param source who stated it, as shown in explanations
 */
public record Rule(RuleClass ruleClass, RuleScope scope, RetentionPeriod period, String source) {

    /** A fixed order, so that neither answers nor digests depend on the order in which facts were learned. */
    static final Comparator<Rule> FIXED_ORDER = Comparator.comparing(Rule::ruleClass)
            .thenComparing(Rule::scope)
            .thenComparing(rule -> rule.period().toString())
            .thenComparing(Rule::source);

    public Rule {
        if (ruleClass == RuleClass.EVENT || ruleClass.effect() == RuleClass.Effect.VETO) {
            throw new IllegalArgumentException(ruleClass + " is not a period counted from the recording's end");
        }
    }

    /** Whether it was chosen or locked for the items of its class; everything else a class has from its revision. */
    public boolean isOwn() {
        return ruleClass == RuleClass.LOCKED
                || (ruleClass.effect() == RuleClass.Effect.CHOOSE
                        && (scope == RuleScope.ITEM || scope == RuleScope.MEETING))
                || isLabels();
    }

    /** Whether a label says it; nothing else is for an item alone. */
    boolean isLabels() {
        return scope == RuleScope.ITEM;
    }

    /** What the label says by now, where there still is one of that name. */
    Rule as(List<Label> labels) {
        return labels.stream()
                .filter(label -> isLabels() && label.source().equals(source))
                .findFirst()
                .map(label -> new Rule(ruleClass, scope, label.keep(), source))
                .orElse(this);
    }

    /** Whether both say the same, whoever stated it. */
    boolean saysLike(Rule other) {
        return ruleClass == other.ruleClass && scope == other.scope && period.equals(other.period);
    }

    /**
     * The instant this rule leads to. What keeps or chooses lasts to the end of its civil day, what limits ends at the
     * start of it; exact periods are not rounded.
     */
    Horizon horizon(Instant anchor, ZoneId zone) {
        return switch (period) {
            case RetentionPeriod.Forever() -> Horizon.never();
            case RetentionPeriod.Exact(Duration duration) -> Horizon.at(anchor.plus(duration));
            case RetentionPeriod.Calendar(Period calendar) ->
                Horizon.at(
                        ruleClass.effect() == RuleClass.Effect.LIMIT
                                ? CivilTime.startOfLastDay(anchor, calendar, zone)
                                : CivilTime.endOfLastDay(anchor, calendar, zone));
        };
    }
}
