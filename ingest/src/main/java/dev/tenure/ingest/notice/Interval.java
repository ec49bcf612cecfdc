package dev.tenure.ingest.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From an instant up to another, which is not part of it any more.
 *
 * @param until absent while it lasts
 */
public record Interval(Instant from, @Nullable Instant until) {

    public Interval {
        if (until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("an interval ends before it begins: " + from + " to " + until);
        }
    }
}
