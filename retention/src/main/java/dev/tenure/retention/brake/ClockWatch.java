package dev.tenure.retention.brake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Doubts the database's clock, which decides what is due: a clock that leaps forward is the quickest way to lose everything. It is compared with
 * this machine's clock, with how much time this process saw go by, and with the last sweep of any machine.
 */
final class ClockWatch {

    private final InstantSource database;
    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private final BrakeSettings settings;

    private @Nullable Instant seen;
    private long seenAt;

    ClockWatch(InstantSource database, InstantSource machine, LongSupplier nanoTime, BrakeSettings settings) {
        this.database = database;
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.settings = settings;
    }

    /**
     * A reading.
     *
     * @param doubt why it may not be believed; null when nothing speaks against it
     * @param passes the doubt ends by itself when the clocks agree again; one that does not needs a person
     */
    record Reading(Instant now, @Nullable String doubt, boolean passes) {}

    /**
     * Reads the clock.
     *
     * @param lastSweep when the last sweep of any machine began, by the same clock; empty before the first
     */
    synchronized Reading read(Optional<Instant> lastSweep) {
        Instant now = database.instant();
        Duration apart = Duration.between(machine.instant(), now).abs();
        Optional<Duration> leap = leap(now);
        seen = now;
        seenAt = nanoTime.getAsLong();
        if (leap.isPresent()) {
            return new Reading(
                    now, "the database's clock moved %s more than the time that went by".formatted(leap.get()), false);
        }
        if (apart.compareTo(settings.clockSkew()) > 0) {
            return new Reading(
                    now, "the clocks of the database and of this machine are %s apart".formatted(apart), true);
        }
        Optional<Duration> silent = lastSweep
                .map(last -> Duration.between(last, now))
                .filter(silence -> silence.compareTo(settings.silence()) > 0);
        return new Reading(
                now,
                silent.map("the last sweep was %s ago by the database's clock"::formatted)
                        .orElse(null),
                false);
    }

    private Optional<Duration> leap(Instant now) {
        if (seen == null) {
            return Optional.empty();
        }
        Duration went = Duration.ofNanos(nanoTime.getAsLong() - seenAt);
        return Optional.of(Duration.between(seen, now).minus(went))
                .filter(more -> more.compareTo(settings.clockSkew()) > 0);
    }
}
