package dev.tenure.transcode.job;

import dev.tenure.catalog.processing.Priority;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Hours of the day in which little or nothing is begun, because the machine is needed for something else. What runs already goes on to its end.
 *
 * @param hours {@code HH:MM-HH:MM} on the clocks of the zone, its end not included; an end that is not after the beginning is on the next day. None:
 *     there are no quiet hours
 * @param zone whose clocks; hours that a change of clocks skips or repeats are skipped or repeated
 * @param days on which they begin; without any, every day
 * @param starts what is begun all the same
 */
public record QuietHours(
        @Nullable String hours,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue Set<DayOfWeek> days,
        @DefaultValue("HIGH") Starts starts) {

    /** What quiet hours let begin. */
    public enum Starts {
        HIGH,
        NOTHING
    }

    /** From when to when on the clocks. */
    private record Span(LocalTime from, LocalTime to) {

        static Span of(String text) {
            String[] ends = text.split("-", -1);
            try {
                if (ends.length == 2) {
                    Span span = new Span(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
                    if (!span.from.equals(span.to)) {
                        return span;
                    }
                }
            } catch (DateTimeException malformed) {
                throw new IllegalArgumentException(wrong(text), malformed);
            }
            throw new IllegalArgumentException(wrong(text));
        }

        private static String wrong(String text) {
            return "tenure.transcode.quiet.hours: such as 08:00-18:00, not " + text;
        }

        Instant begin(LocalDate day, ZoneId zone) {
            return day.atTime(from).atZone(zone).toInstant();
        }

        Instant end(LocalDate day, ZoneId zone) {
            LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
            return last.atTime(to).atZone(zone).toInstant();
        }
    }

    public QuietHours {
        if (hours != null && hours.isBlank()) {
            hours = null;
        }
        if (hours != null) {
            Span.of(hours);
        }
        days = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days);
    }

    /** No quiet hours at all. */
    static QuietHours none() {
        return new QuietHours(null, ZoneId.of("UTC"), Set.of(), Starts.HIGH);
    }

    /** When the quiet hours that are now end; empty when it is not quiet. */
    Optional<Instant> quietUntil(Instant now) {
        if (hours == null) {
            return Optional.empty();
        }
        Span span = Span.of(hours);
        LocalDate today = ZonedDateTime.ofInstant(now, zone).toLocalDate();
        for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
            boolean within = !now.isBefore(span.begin(day, zone)) && now.isBefore(span.end(day, zone));
            if (within && days.contains(day.getDayOfWeek())) {
                return Optional.of(span.end(day, zone));
            }
        }
        return Optional.empty();
    }

    /** The least priority that may begin now; empty when nothing may. */
    Optional<Priority> least(Instant now) {
        if (quietUntil(now).isEmpty()) {
            return Optional.of(Priority.LOW);
        }
        return starts == Starts.HIGH ? Optional.of(Priority.HIGH) : Optional.empty();
    }

    /** When this priority may begin; empty for at once. */
    Optional<Instant> waits(Priority priority, Instant now) {
        boolean let = least(now).filter(least -> priority.compareTo(least) >= 0).isPresent();
        return let ? Optional.empty() : quietUntil(now);
    }
}
