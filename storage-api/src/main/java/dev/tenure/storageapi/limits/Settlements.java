package dev.tenure.storageapi.limits;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the shared buckets what this server let through, beside the requests: one thread, with one connection of the pool at a time. While the database does
 * not answer, nothing is forgotten, requests do not wait, and the log says so once.
 */
final class Settlements implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

    /** Longer keeps the other servers in the dark for longer, shorter asks the database more often. */
    private static final Duration AFTER = Duration.ofSeconds(1);

    /** How long the database is left alone after a failure. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Beyond, whoever lets something through settles it themselves: what lies about here is memory. */
    private static final int MAX_APPOINTMENTS = 20_000;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SharedBuckets buckets;
    private final DelayQueue<Appointment> appointments = new DelayQueue<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final Thread worker;
    private volatile boolean closed;

    Settlements(SharedBuckets buckets) {
        this.buckets = buckets;
        this.worker = Thread.ofPlatform().daemon().name("quota-settlements").start(this::work);
    }

    /** Whether the shared buckets cannot be asked just now; then every server counts for itself. */
    boolean failing() {
        return failing.get();
    }

    /** Sees to it that the others hear of what was let through. */
    void arrange(Share share) {
        share.appointment(AFTER).ifPresent(appointment -> {
            if (appointments.size() < MAX_APPOINTMENTS) {
                appointments.add(appointment);
            } else {
                settle(share);
                share.answered(appointment);
            }
        });
    }

    /** Settles now; false when that failed, and nothing changed. */
    boolean settle(Share share) {
        synchronized (share.settling()) {
            return settleAlone(share);
        }
    }

    /** Settles now unless somebody else did meanwhile. */
    void settleIfNeeded(Share share) {
        synchronized (share.settling()) {
            if (share.mustSettle() && !failing()) {
                settleAlone(share);
            }
        }
    }

    private boolean settleAlone(Share share) {
        long told = share.unsettled();
        try {
            // Not more than a whole quota: what was let through while the database was away must not shut anybody out
            // for as long again.
            share.settled(told, buckets.settle(share.whose(), share.configuration(), Math.min(told, share.quota())));
        } catch (RuntimeException failure) {
            // Whatever it is that the library or the driver throws: a request must not fail because of its quota.
            if (!closed && failing.compareAndSet(false, true)) {
                LOG.warn("quotas are not shared with other servers until the database answers: {}", failure.toString());
            }
            return false;
        }
        if (failing.compareAndSet(true, false)) {
            LOG.info("quotas are shared with other servers again");
        }
        return true;
    }

    private void work() {
        while (!closed) {
            try {
                keep(appointments.take());
            } catch (InterruptedException e) {
                // Only close() interrupts.
                return;
            }
        }
    }

    private void keep(Appointment appointment) {
        Share share = appointment.share();
        if (share.unsettled() > 0 && !settle(share)) {
            appointments.add(appointment.postponed(PAUSE));
            return;
        }
        share.answered(appointment);
        // What was let through in the meantime found this appointment made.
        arrange(share);
    }

    /** Ends the thread. What is unsettled then, of a second at most, the others never hear of. */
    @Override
    public void close() {
        closed = true;
        worker.interrupt();
        try {
            worker.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
