package dev.tenure.storageapi.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * One quota as this server sees it: a copy of the shared bucket as it was at the last settlement, less what was let through here since. Decides without
 * leaving the memory. The copy never holds less than the bucket that all servers share, but for what others let through in the meantime.
 */
final class Share {

    /** How much of a quota one server lets through before the others know: a twentieth, at least one request. */
    private static final long ALLOWANCE_PARTS = 20;

    private final String whose;
    private final long quota;
    private final BucketConfiguration configuration;
    private final Duration window;
    private final long allowance;
    private final Bucket copy;
    private final Object settling = new Object();

    private boolean known;
    private long unsettled;
    private long settledAt = System.nanoTime();
    private boolean awaited;
    private boolean hurried;

    Share(String whose, long quota, Duration window) {
        this.whose = whose;
        this.quota = quota;
        this.window = window;
        this.allowance = Math.max(1, quota / ALLOWANCE_PARTS);
        this.configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                .build();
        this.copy = Bucket.builder()
                .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                .build();
    }

    String whose() {
        return whose;
    }

    long quota() {
        return quota;
    }

    /** Whose monitor a settlement holds: one at a time, while requests go on being decided. */
    Object settling() {
        return settling;
    }

    BucketConfiguration configuration() {
        return configuration;
    }

    /**
     * Takes one request from the copy, if one is left.
     *
     * @param alone decides in any case, for nobody can be asked just now
     * @return empty when the shared bucket must be asked first
     */
    synchronized Optional<Quota> take(boolean alone) {
        if (!alone && mustSettle()) {
            return Optional.empty();
        }
        ConsumptionProbe probe = copy.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            unsettled++;
        }
        return Optional.of(new Quota(
                probe.isConsumed(),
                Math.max(0, probe.getRemainingTokens()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset())));
    }

    /** As {@link #take}, but takes nothing. */
    synchronized Optional<Quota> look(boolean alone) {
        if (!alone && !known) {
            return Optional.empty();
        }
        EstimationProbe estimate = copy.estimateAbilityToConsume(1);
        return Optional.of(new Quota(
                estimate.canBeConsumed(),
                Math.max(0, estimate.getRemainingTokens()),
                Duration.ofNanos(estimate.getNanosToWaitForRefill()),
                window));
    }

    /** Whether a request must wait for a settlement: nothing is known of the others, or they must not be kept in the dark any longer. */
    synchronized boolean mustSettle() {
        return !known || unsettled >= allowance;
    }

    /**
     * When the others are to be told, in terms of {@link System#nanoTime}: a while after the last time, and at once when half of what may be let through
     * untold is used. Says each of the two once until {@link #answered}; empty when there is nothing to tell, or it was said.
     */
    synchronized Optional<Appointment> appointment(Duration after) {
        if (!hurried && unsettled * 2 >= allowance) {
            hurried = true;
            return Optional.of(new Appointment(this, System.nanoTime(), true));
        }
        if (!awaited && unsettled > 0) {
            awaited = true;
            return Optional.of(new Appointment(this, settledAt + after.toNanos(), false));
        }
        return Optional.empty();
    }

    synchronized void answered(Appointment appointment) {
        if (appointment.hurried()) {
            hurried = false;
        } else {
            awaited = false;
        }
    }

    /** What the others do not know of yet. It stays so until it is {@link #settled}. */
    synchronized long unsettled() {
        return unsettled;
    }

    /**
     * The shared bucket knows of {@code told} requests more.
     *
     * @param left what it holds now; less than nothing when servers together let through more than there was
     */
    synchronized void settled(long told, long left) {
        unsettled -= told;
        known = true;
        settledAt = System.nanoTime();
        long missing = copy.getAvailableTokens() - (left - unsettled);
        if (missing > 0) {
            copy.consumeIgnoringRateLimits(missing);
        } else if (missing < 0) {
            copy.addTokens(-missing);
        }
    }
}
