package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** This process's right to work on one item, renewed by itself until it is lost or given back. */
final class Lease implements AutoCloseable {

    /** Renewed so many times per lifetime: two renewals may fail before it ends. */
    private static final int RENEWALS = 3;

    /** Renewed at least so often: a renewal is also how somebody learns that the work was called off. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);

    private final Items items;
    private final ItemId item;
    private final String owner;
    private final Duration lifetime;
    private final ScheduledExecutorService timer;

    private @Nullable Future<?> renewal;
    private boolean given;
    private volatile boolean lost;
    private volatile long renewedAt;

    Lease(Items items, ItemId item, String owner, Duration lifetime, ScheduledExecutorService timer) {
        this.items = items;
        this.item = item;
        this.owner = owner;
        this.lifetime = lifetime;
        this.timer = timer;
    }

    /** Takes it; false when nothing is to be done on the item or somebody else has it. */
    synchronized boolean take() {
        if (!renew()) {
            return false;
        }
        long every = Math.min(lifetime.toMillis() / RENEWALS, LONGEST_REST.toMillis());
        renewal = timer.scheduleWithFixedDelay(this::renewQuietly, every, every, TimeUnit.MILLISECONDS);
        return true;
    }

    /**
     * Renews it now. Inside a transaction, true means that nobody can take the item or change its state until the transaction ends.
     *
     * @return false when it is lost, for good
     */
    synchronized boolean renew() {
        if (lost || given) {
            return false;
        }
        long asked = System.nanoTime();
        if (items.lease(item, owner, lifetime)) {
            renewedAt = asked;
            return true;
        }
        lost = true;
        return false;
    }

    /** Whether it is known to be lost, or old enough that another may have taken it. */
    boolean lost() {
        return lost || System.nanoTime() - renewedAt > lifetime.toNanos();
    }

    String owner() {
        return owner;
    }

    /** Gives it back; no renewal under way can take it again afterwards. */
    @Override
    public synchronized void close() {
        if (renewal != null) {
            renewal.cancel(false);
        }
        given = true;
        items.release(item, owner);
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (DataAccessException | TransactionException unreachable) {
            // The next renewal tries again; when none succeeds in time, the lease counts as lost by its age.
        }
    }
}
