package dev.tenure.objectstore.strict;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The system's time, moved by what a test says. */
public final class MovableClock implements InstantSource {

    private final InstantSource base = InstantSource.system();
    private final AtomicReference<Duration> moved = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return base.instant().plus(moved.get());
    }

    /** Moves it on, or back by a negative duration. */
    public void move(Duration by) {
        moved.accumulateAndGet(by, Duration::plus);
    }
}
