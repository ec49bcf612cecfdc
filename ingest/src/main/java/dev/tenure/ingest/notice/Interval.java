package dev.tenure.ingest.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From an instant up to another, which is not part of it any more.
 *
 * @param until absent while it lasts
 * @param mediaFromMillis where in the recording it begins, by the clock of the media; absent when that is not known
 * @param mediaUntilMillis where in the recording it ends; absent as before
 */
public record Interval(
        Instant from,
        @Nullable Instant until,
        @Nullable Long mediaFromMillis,
        @Nullable Long mediaUntilMillis) {

    /** Without the clock of the media. */
    public Interval(Instant from, @Nullable Instant until) {
        this(from, until, null, null);
    }

    public Interval {
        if (until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("an interval ends before it begins: " + from + " to " + until);
        }
    }
}
