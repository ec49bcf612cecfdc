package dev.tenure.app.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks again and again until there is an answer, at most so long. */
final class Waiting {

    private static final long PAUSE_MILLIS = 250;

    private Waiting() {}

    static <T> T until(String what, Duration limit, Supplier<Optional<T>> answer) {
        long end = System.nanoTime() + limit.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (System.nanoTime() < end) {
            Optional<T> found = answer.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                if (never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailed("interrupted");
            }
        }
        throw new DemoFailed("not within " + limit.toSeconds() + " s: " + what);
    }
}
