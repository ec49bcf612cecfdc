package dev.tenure.ingest.companion.format;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries that have a time of day, or an instant, their place in the meeting. A time of day that could lie in the meeting's length counts from
 * its start, because that is how recorders write it, unless one of the same file could not.
 *
 * @param startsAt of the meeting
 * @param zone in which its times of day are
 * @param length of the meeting
 */
public record Placement(Instant startsAt, ZoneId zone, Duration length) {

    /** How far an entry may lie outside the meeting: people write before and after it. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final DateTimeFormatter CLOCK =
            new DateTimeFormatterBuilder().appendPattern("[H:mm:ss][H:mm]").toFormatter(Locale.ROOT);

    /** The words, each entry with the place that is known of it. */
    public Words place(Words words) {
        boolean counted = words.entries().stream()
                .map(Entry::clock)
                .filter(clock -> clock != null)
                .allMatch(this::couldCount);
        return new Words(
                words.format(),
                words.encoding(),
                words.language(),
                words.entries().stream().map(entry -> place(entry, counted)).toList(),
                words.unread(),
                words.unreadCount(),
                words.mended());
    }

    private Entry place(Entry entry, boolean counted) {
        if (entry.startMs() != null) {
            return entry;
        }
        Instant at = entry.at();
        if (at != null) {
            return inMeeting(entry, Duration.between(startsAt, at));
        }
        String clock = entry.clock();
        if (clock == null) {
            return entry;
        }
        if (counted) {
            return entry.placed(Times.place(clock, new Gathering()), null);
        }
        LocalTime time = time(clock);
        if (time == null) {
            return entry;
        }
        LocalDate day = startsAt.atZone(zone).toLocalDate();
        Duration since =
                Duration.between(startsAt, day.atTime(time).atZone(zone).toInstant());
        // Past midnight.
        return inMeeting(entry, since.compareTo(SLACK.negated()) < 0 ? since.plusDays(1) : since);
    }

    private Entry inMeeting(Entry entry, Duration since) {
        boolean near = since.compareTo(SLACK.negated()) >= 0 && since.compareTo(length.plus(SLACK)) <= 0;
        return near ? entry.placed(Math.max(0, since.toMillis()), null) : entry;
    }

    private boolean couldCount(String clock) {
        return clock.matches("\\d{1,2}:\\d{2}:\\d{2}")
                && Times.place(clock, new Gathering())
                        <= length.plus(Duration.ofMinutes(5)).toMillis();
    }

    private static @Nullable LocalTime time(String clock) {
        try {
            String tight =
                    clock.strip().replaceAll("(?i)(\\d) ?([ap]m)$", "$1 $2").toUpperCase(Locale.ROOT);
            DateTimeFormatter half = DateTimeFormatter.ofPattern(
                    tight.chars().filter(c -> c == ':').count() == 2 ? "h:mm:ss a" : "h:mm a", Locale.ENGLISH);
            return tight.endsWith("M") ? LocalTime.parse(tight, half) : LocalTime.parse(tight, CLOCK);
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
