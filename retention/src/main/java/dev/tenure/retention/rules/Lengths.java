package dev.tenure.retention.rules;

import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionPeriod.Calendar;
import dev.tenure.retention.RetentionPeriod.Exact;
import dev.tenure.retention.RetentionPeriod.Forever;
import dev.tenure.retention.RuleClass.Effect;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/**
 * Which of two periods is the longer, whatever the day they count from. Months have no fixed length, so there is not always an answer: from some days on
 * six months are longer than 182 days, from others they are not.
 */
final class Lengths {

    /** How far a calendar period may be from its average length, with its month's end, its rounding, and every change of any zone's clocks. */
    private static final Duration SLACK = Duration.ofDays(10);

    /** The calendar repeats after this many years: what holds for each of their days holds for every day. */
    private static final LocalDate CYCLE_BEGINS = LocalDate.of(2000, 1, 1);

    private static final LocalDate CYCLE_ENDS = LocalDate.of(2400, 1, 1);

    private Lengths() {}

    /**
     * Whether one period leads, from every anchor in every zone, to no earlier instant than the other. False also where that is not certain.
     *
     * @param effect of the rules that have these periods; it fixes how they are rounded
     */
    static boolean neverShorter(RetentionPeriod one, RetentionPeriod other, Effect effect) {
        return switch (one) {
            case Forever() -> true;
            case Exact(Duration mine) ->
                other instanceof Exact(Duration theirs) ? mine.compareTo(theirs) >= 0 : farLonger(one, other);
            case Calendar(Period mine) ->
                other instanceof Calendar(Period theirs)
                        ? neverShorter(mine, theirs, effect) || farLonger(one, other)
                        : farLonger(one, other);
        };
    }

    /** Whether what keeps for one period is, from every anchor, over before what limits to the other begins to end. */
    static boolean surelyWithin(RetentionPeriod kept, RetentionPeriod limit) {
        return limit instanceof Forever || farLonger(limit, kept);
    }

    private static boolean farLonger(RetentionPeriod one, RetentionPeriod other) {
        return !(other instanceof Forever)
                && one.averageLength().compareTo(other.averageLength().plus(SLACK)) >= 0;
    }

    private static boolean neverShorter(Period mine, Period theirs, Effect effect) {
        if (mine.toTotalMonths() >= theirs.toTotalMonths()
                && mine.get(ChronoUnit.DAYS) >= theirs.get(ChronoUnit.DAYS)) {
            return true;
        }
        if (new Calendar(mine).averageLength().compareTo(new Calendar(theirs).averageLength()) < 0) {
            return false;
        }
        for (LocalDate day = CYCLE_BEGINS; day.isBefore(CYCLE_ENDS); day = day.plusDays(1)) {
            if (CivilTime.lastDay(day, mine, effect).isBefore(CivilTime.lastDay(day, theirs, effect))) {
                return false;
            }
        }
        return true;
    }
}
