package dev.tenure.ingest;

import java.util.function.LongSupplier;

/**
 * How fast a request sends. The rate is taken over the time that we wait for its bytes, not over the time that we keep it waiting; so a busy store
 * costs nobody their connection. Whoever drips is found at the end of a window, whoever does so for ever at the deadline.
 */
final class MinimumPace implements Senders.Pace {

    private static final double SECOND = 1e9;

    private final IngestSettings settings;
    private final LongSupplier nanoTime;
    private final long began;

    private long waitedNanos;
    private long bytes;

    MinimumPace(IngestSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    @Override
    public boolean tooSlow(long waited, int came) {
        waitedNanos += waited;
        bytes += came;
        if (nanoTime.getAsLong() - began > settings.requestDeadline().toNanos()) {
            return true;
        }
        if (waitedNanos < settings.rateWindow().toNanos()) {
            return false;
        }
        boolean slow = bytes < settings.minRate().toBytes() * (waitedNanos / SECOND);
        waitedNanos = 0;
        bytes = 0;
        return slow;
    }
}
