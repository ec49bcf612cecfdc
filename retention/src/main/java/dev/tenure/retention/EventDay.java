package dev.tenure.retention;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a period counts from instead of the end of the recording: the day of an event.
 *
 * @param on a civil day of the rules' zone, past or future; null while the event has not come
 */
public record EventDay(@Nullable LocalDate on) {

    public static final EventDay AWAITED = new EventDay(null);

    private static final String NOT_YET = "awaited";

    /** Contracts of people and houses are within these; another year is a slip of the hand. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 2200;

    public EventDay {
        if (on != null && (on.getYear() < FIRST_YEAR || on.getYear() > LAST_YEAR)) {
            throw new IllegalArgumentException("an event's day lies between the years " + FIRST_YEAR + " and "
                    + LAST_YEAR + ", not in " + on.getYear());
        }
    }

    /**
     * Reads an ISO 8601 date, or what {@link #toString} says of an event that has not come.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static EventDay parse(String text) {
        try {
            return NOT_YET.equals(text) ? AWAITED : new EventDay(LocalDate.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no day; write it as 2026-01-31", e);
        }
    }

    /** Whether it has not come. */
    public boolean isAwaited() {
        return on == null;
    }

    /** Whether a period that counts from this day never ends before the same period from the other one. */
    public boolean isNeverBefore(EventDay other) {
        return on == null || (other.on != null && !on.isBefore(other.on));
    }

    @Override
    public String toString() {
        return on == null ? NOT_YET : on.toString();
    }
}
