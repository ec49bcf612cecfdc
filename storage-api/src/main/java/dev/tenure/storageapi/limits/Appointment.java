package dev.tenure.storageapi.limits;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * When a share is to be settled.
 *
 * @param at in terms of {@link System#nanoTime}
 * @param hurried whether it is because of how much is unsettled, not of how long
 */
record Appointment(Share share, long at, boolean hurried) implements Delayed {

    Appointment postponed(Duration by) {
        return new Appointment(share, System.nanoTime() + by.toNanos(), hurried);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
