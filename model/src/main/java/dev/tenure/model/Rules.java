package dev.tenure.model;

import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.policy.RuleSets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that an account of a history may have, and what they come to: written down once more, from the words of the documentation, so that they are no copy
 * of what is tested.
 *
 * @param hostDefault what applies where nobody chose
 */
record Rules(
        @Nullable String minimum,
        @Nullable String maximum,
        @Nullable String lawMinimum,
        @Nullable String lawMaximum,
        @Nullable String hostDefault,
        int graceDays,
        int coolOffDays) {

    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** Later than anything that happens. */
    static final Instant NEVER = Instant.MAX;

    static final List<Rules> ALL = List.of(
            new Rules(null, null, null, null, "P30D", 30, 30),
            new Rules("P60D", null, null, null, "P90D", 7, 30),
            new Rules(null, "P50D", null, null, "P40D", 30, 5),
            new Rules(null, null, null, null, null, 3, 0),
            new Rules(null, null, "P2M", null, "P20D", 10, 10),
            new Rules("P5D", null, "P3M", "P45D", "P30D", 30, 30),
            new Rules("PT60H", "P1Y", null, "P6M", "P5D", 0, 2),
            new Rules("P10D", "P20D", null, null, "P15D", 30, 30));

    /** What hosts choose; null for those who do not. */
    static final List<String> PERIODS = List.of("P5D", "P15D", "PT200H", "P1M", "P70D", "P1Y");

    RuleSets.Wish wish() {
        return new RuleSets.Wish(
                ZONE,
                new RuleSet.Range(period(minimum), period(maximum)),
                new RuleSet.Range(period(lawMinimum), period(lawMaximum)),
                period(hostDefault),
                Grace.ofDays(graceDays),
                Grace.ofDays(coolOffDays));
    }

    private static @Nullable RetentionPeriod period(@Nullable String text) {
        return text == null ? null : RetentionPeriod.parse(text);
    }

    /** Before which nothing goes; the beginning of time where nothing has to be kept. */
    Instant floor(Instant anchor) {
        return later(
                minimum == null ? Instant.MIN : upTo(anchor, minimum),
                lawMinimum == null ? Instant.MIN : upTo(anchor, lawMinimum));
    }

    /** When it goes if its host chose this. */
    Instant goes(Instant anchor, @Nullable String choice) {
        String wanted = choice == null ? hostDefault : choice;
        Instant due = wanted == null ? NEVER : upTo(anchor, wanted);
        for (String limit : new @Nullable String[] {maximum, lawMaximum}) {
            due = limit == null ? due : earlier(due, downTo(anchor, limit));
        }
        return later(floor(anchor), due);
    }

    boolean conflicted(Instant anchor, Instant floor) {
        return lawMaximum != null && floor.isAfter(downTo(anchor, lawMaximum));
    }

    Duration grace() {
        return Duration.ofDays(graceDays);
    }

    /** What keeps or is chosen lasts to the end of its day. */
    private static Instant upTo(Instant anchor, String text) {
        if (text.startsWith("PT")) {
            return anchor.plus(Duration.parse(text));
        }
        LocalDate start = anchor.atZone(ZONE).toLocalDate();
        Period period = Period.parse(text);
        LocalDate month = start.plusMonths(period.toTotalMonths());
        boolean lacking = month.getDayOfMonth() < start.getDayOfMonth();
        LocalDate last = (lacking ? month.plusDays(1) : month).plusDays(period.get(ChronoUnit.DAYS));
        return last.plusDays(1).atStartOfDay(ZONE).toInstant();
    }

    /** What limits ends with the beginning of its day. */
    private static Instant downTo(Instant anchor, String text) {
        if (text.startsWith("PT")) {
            return anchor.plus(Duration.parse(text));
        }
        Period period = Period.parse(text);
        return anchor.atZone(ZONE)
                .toLocalDate()
                .plusMonths(period.toTotalMonths())
                .plusDays(period.get(ChronoUnit.DAYS))
                .atStartOfDay(ZONE)
                .toInstant();
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
