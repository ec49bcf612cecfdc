package dev.tenure.retention.rules;

import dev.tenure.retention.EventDay;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.Label;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleClass.Effect;
import dev.tenure.retention.RuleScope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A retention fact with a period, counted from the end of the recording or from an event.
 *
 * @param source who stated it, as shown in explanations
 * @param event whose day the period counts from; null where that is the end of the recording
 */
public record Rule(
        RuleClass ruleClass,
        RuleScope scope,
        RetentionPeriod period,
        String source,
        @Nullable EventDay event) {

    /** A fixed order, so that neither answers nor digests depend on the order in which facts were learned. */
    static final Comparator<Rule> FIXED_ORDER = Comparator.comparing(Rule::ruleClass)
            .thenComparing(Rule::scope)
            .thenComparing(rule -> rule.period().toString())
            .thenComparing(Rule::source)
            .thenComparing(rule -> Objects.toString(rule.event(), ""));

    public Rule {
        if (ruleClass.effect() == Effect.VETO) {
            throw new IllegalArgumentException(ruleClass + " is no period");
        }
        if (event == null
                ? ruleClass == RuleClass.EVENT
                : ruleClass != RuleClass.EVENT && ruleClass != RuleClass.HOST) {
            throw new IllegalArgumentException(ruleClass + " counts from " + (event == null ? "an event" : "no event"));
        }
    }

    /** One that counts from the end of the recording. */
    public Rule(RuleClass ruleClass, RuleScope scope, RetentionPeriod period, String source) {
        this(ruleClass, scope, period, source, null);
    }

    /** Whether it was chosen or locked for the items of its class; everything else a class has from its revision. */
    public boolean isOwn() {
        return ruleClass == RuleClass.LOCKED
                || (ruleClass.effect() == Effect.CHOOSE && (scope == RuleScope.ITEM || scope == RuleScope.MEETING))
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
    public boolean saysLike(Rule other) {
        return ruleClass == other.ruleClass
                && scope == other.scope
                && period.equals(other.period)
                && Objects.equals(event, other.event);
    }

    /**
     * Whether this rule leads, from every anchor in every zone, to no earlier instant than another of its effect. False also where that is not certain: what
     * counts from an event and what does not can only be compared where one of them never ends.
     */
    boolean isNeverShorterThan(Rule other) {
        if (event != null && event.isAwaited()) {
            return true;
        }
        return period instanceof RetentionPeriod.Forever
                || (comparably(other) && Lengths.neverShorter(period, other.period, ruleClass.effect()));
    }

    private boolean comparably(Rule other) {
        if (event == null || other.event == null) {
            return Objects.equals(event, other.event);
        }
        return event.isNeverBefore(other.event);
    }

    /**
     * The instant this rule leads to. What keeps or chooses lasts to the end of its civil day, what limits ends at the
     * start of it; exact periods are not rounded.
     */
    Horizon horizon(Instant anchor, ZoneId zone) {
        if (event == null) {
            return counted(anchor, anchor, zone);
        }
        LocalDate day = event.on();
        return day == null
                ? Horizon.never()
                : counted(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant(),
                        zone);
    }

    /** Calendar periods know the day that they count from; exact ones count from its last instant. */
    private Horizon counted(Instant from, Instant exactlyFrom, ZoneId zone) {
        return switch (period) {
            case RetentionPeriod.Forever() -> Horizon.never();
            case RetentionPeriod.Exact(Duration duration) -> Horizon.at(exactlyFrom.plus(duration));
            case RetentionPeriod.Calendar(Period calendar) ->
                Horizon.at(
                        ruleClass.effect() == Effect.LIMIT
                                ? CivilTime.startOfLastDay(from, calendar, zone)
                                : CivilTime.endOfLastDay(from, calendar, zone));
        };
    }
}
