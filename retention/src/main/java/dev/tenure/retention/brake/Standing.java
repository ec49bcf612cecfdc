package dev.tenure.retention.brake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the brakes of an account stand.
 *
 * @param pause null while sweeps go on
 * @param stop what a sweep asks about; null when the last one asked nothing
 * @param release what a person allowed; null when nothing is allowed beyond the usual
 */
public record Standing(
        @Nullable Pause pause,
        @Nullable Stop stop,
        @Nullable Release release) {

    /** Nothing of the account is destroyed by sweeps until a person ends it. */
    public record Pause(Instant since, String by, String reason) {}

    /**
     * A sweep found more than it takes unasked.
     *
     * @param since when it asked first
     * @param due how many items it would take
     * @param cause what is unusual
     */
    public record Stop(Instant since, long due, String cause) {}

    /**
     * A person looked, and sweeps may go on.
     *
     * @param upTo the most items that may be due at once
     */
    public record Release(Instant at, Instant until, long upTo, String by, String reason) {}
}
