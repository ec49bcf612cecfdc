package dev.tenure.retention.rules;

import dev.tenure.retention.RuleClass.Effect;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/**
 * Calendar periods as instants. Later anchors never give earlier instants, not even in zones that set their clocks back
 * across midnight, so that a sweep may ask by anchor.
 */
final class CivilTime {

    private CivilTime() {}

    /** The end of the civil day the period leads to; a day its month lacks becomes the first of the next month. */
    static Instant endOfLastDay(Instant anchor, Period period, ZoneId zone) {
        return lastDay(latestDateSoFar(anchor, zone), period, Effect.RETAIN)
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant();
    }

    /** The start of the civil day the period leads to; a day its month lacks becomes the last of that month. */
    static Instant startOfLastDay(Instant anchor, Period period, ZoneId zone) {
        return lastDay(earliestDateFromNow(anchor, zone), period, Effect.LIMIT)
                .atStartOfDay(zone)
                .toInstant();
    }

    /** The civil day that a period leads to: what limits takes the last of a month that lacks the day, everything else the first of the next. */
    static LocalDate lastDay(LocalDate start, Period period, Effect effect) {
        LocalDate month = start.plusMonths(period.toTotalMonths());
        boolean lacking = effect != Effect.LIMIT && month.getDayOfMonth() < start.getDayOfMonth();
        return (lacking ? month.plusDays(1) : month).plusDays(period.get(ChronoUnit.DAYS));
    }

    /** The local date, or a later one the zone had already reached before it set its clocks back across midnight. */
    private static LocalDate latestDateSoFar(Instant anchor, ZoneId zone) {
        LocalDate date = anchor.atZone(zone).toLocalDate();
        ZoneOffsetTransition before = zone.getRules().previousTransition(anchor.plusNanos(1));
        if (before == null || !before.isOverlap()) {
            return date;
        }
        LocalDate reached = before.getDateTimeBefore().minusNanos(1).toLocalDate();
        return reached.isAfter(date) ? reached : date;
    }

    /** The local date, or an earlier one the zone will return to when it sets its clocks back across midnight. */
    private static LocalDate earliestDateFromNow(Instant anchor, ZoneId zone) {
        LocalDate date = anchor.atZone(zone).toLocalDate();
        ZoneOffsetTransition after = zone.getRules().nextTransition(anchor);
        if (after == null || !after.isOverlap()) {
            return date;
        }
        LocalDate returned = after.getDateTimeAfter().toLocalDate();
        return returned.isBefore(date) ? returned : date;
    }
}
