package dev.tenure.app.whole;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a condition, not for time. */
final class Until {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Until() {}

    static void holds(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            pause();
        }
    }

    /** A breath between two questions. */
    static void pause() {
        try {
            if (NEVER.await(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("cannot be");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
