package dev.tenure.retention.fixity;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many bytes a second and no more. Of time that was not used, a second at most is made up for. For one thread. */
final class Pace {

    /** Where nanoseconds are waited for. */
    @FunctionalInterface
    interface Pause {
        /** True when it was ended before its time, because everything ends. */
        boolean await(long nanos) throws InterruptedException;
    }

    /** A second. Less would not count the time that the reading itself takes, more would let a burst through after a rest. */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final LongSupplier nanos;
    private final Pause pause;

    private long free;

    Pace(long bytesPerSecond, LongSupplier nanos, Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.pause = pause;
        this.free = nanos.getAsLong();
    }

    /** Waits as long as so many bytes take, less what getting them took. */
    void took(int bytes) throws IOException {
        long now = nanos.getAsLong();
        long earliest = now - NANOS;
        free = (free - earliest > 0 ? free : earliest) + bytes * NANOS / bytesPerSecond;
        try {
            if (pause.await(Math.max(0, free - now))) {
                throw new InterruptedIOException("the server ends");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading was interrupted");
        }
    }
}
