package dev.tenure.retention.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the bucket itself keeps what a hold covers. The catalog keeps it in any case. */
public sealed interface MirrorStanding {

    /**
     * Every version of every held item is locked in the bucket.
     *
     * @param asOf when that was last known of all of them
     */
    record Mirrored(Instant asOf) implements MirrorStanding {}

    /**
     * The bucket does not keep all of it yet.
     *
     * @param items how many held items it does not keep whole
     * @param problem what is in the way at one of them; absent while the mirror was not there yet
     */
    record Behind(int items, @Nullable String problem) implements MirrorStanding {}

    /** The store enforces no locks: the hold is kept by Tenure only. */
    record TenureOnly() implements MirrorStanding {}

    /** No hold is in force. */
    record NotHeld() implements MirrorStanding {}
}
