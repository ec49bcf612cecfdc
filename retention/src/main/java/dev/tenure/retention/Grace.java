package dev.tenure.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A waiting time that starts at somebody's action: the trash grace after a deletion, the cool-off after a hold's
 * release. Exact: its days have 24 hours and nothing is rounded, so that it is the same wait wherever it is served. May
 * be zero.
 */
public record Grace(Duration length) {

    /** Waiting longer than this is retention, which has its own rules. */
    public static final Duration LONGEST = Duration.ofDays(3660);

    public static final Grace NONE = new Grace(Duration.ZERO);

    public Grace {
        if (length.isNegative() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a grace must lie between nothing and " + LONGEST.toDays() + " days, not " + length);
        }
    }

    public static Grace ofDays(long days) {
        return new Grace(Duration.ofDays(days));
    }

    /**
     * Reads ISO 8601 days and shorter: {@code P30D}, {@code PT5S}, {@code PT0S}, {@code P1DT12H}.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static Grace parse(String text) {
        try {
            return new Grace(Duration.parse(text.strip()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a grace; write days and shorter, for example P30D, PT5S or PT0S", e);
        }
    }

    public Instant after(Instant start) {
        return start.plus(length);
    }

    /** ISO 8601, in whole days where it is whole days. */
    @Override
    public String toString() {
        Duration rest = length.minusDays(length.toDays());
        return rest.isZero() && !length.isZero() ? "P" + length.toDays() + "D" : length.toString();
    }
}
