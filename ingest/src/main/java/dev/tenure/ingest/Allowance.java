package dev.tenure.ingest;

import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** How far an upload may go. One of unknown length reserves its place in the quota step by step, as it grows. */
final class Allowance implements LongUnaryOperator {

    /** Bytes reserved at once. Smaller asks the database more often, larger reserves what never comes. */
    private static final long STEP = 64L << 20;

    private final JdbcReservations reservations;
    private final Upload upload;
    private final long most;

    private long reserved;
    private Optional<String> refusal = Optional.empty();

    Allowance(JdbcReservations reservations, Upload upload, long most) {
        this.reservations = reservations;
        this.upload = upload;
        this.most = most;
        this.reserved = upload.storedBytes();
    }

    @Override
    public long applyAsLong(long upTo) {
        if (upload.lengthKnown()) {
            return upload.length();
        }
        if (upTo > reserved && reserved < most && refusal.isEmpty()) {
            long step = Math.min(most, (upTo / STEP + 1) * STEP);
            reserved = Math.min(most, reservations.growTowards(upload, step));
            if (reserved < step) {
                refusal = Optional.of(reservations.usedUp());
            }
        }
        return reserved;
    }

    /** Why the quota lets it go no further than it does; empty when that is its largest size. */
    Optional<String> refusal() {
        return refusal;
    }
}
