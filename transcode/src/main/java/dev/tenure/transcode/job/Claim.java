package dev.tenure.transcode.job;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionException;

/**
 * A worker's right to one chunk: as long as nobody else took the partition over, the item wants to be encoded, and whoever asked for the chunk holds
 * its lease. Shows a sign of life by the way, in the thread that works, whenever that asks.
 */
final class Claim implements CancelSignal {

    /** Signs of life per lifetime of a lease: two may be late before the chunk counts as left alone. */
    private static final int SIGNS = 3;

    private final StepExecution partition;
    private final ItemId item;
    private final JobRepository repository;
    private final Items items;
    private final InstantSource clock;
    private final BooleanSupplier stopAsked;
    private final Duration lifetime;
    private long shownAt;
    private boolean lost;

    Claim(
            StepExecution partition,
            ItemId item,
            JobRepository repository,
            Items items,
            InstantSource clock,
            BooleanSupplier stopAsked,
            Duration lifetime) {
        this.partition = partition;
        this.item = item;
        this.repository = repository;
        this.items = items;
        this.clock = clock;
        this.stopAsked = stopAsked;
        this.lifetime = lifetime;
        this.shownAt = System.nanoTime();
    }

    @Override
    public boolean cancelled() {
        if (!lost && System.nanoTime() - shownAt > lifetime.toNanos() / SIGNS) {
            renew();
        }
        return lost || stopAsked.getAsBoolean();
    }

    /** Ends the work at once when it is no longer wanted. */
    void checkpoint() {
        if (cancelled()) {
            throw new MediaException(new MediaFailure.Cancelled());
        }
    }

    /** Looks now, before an effect that others would see. */
    void prove() {
        renew();
        checkpoint();
    }

    private void renew() {
        long asked = System.nanoTime();
        try {
            Optional<Item> wanted = items.find(item)
                    .filter(found -> found.state() == ItemState.STORED && found.problem() == null)
                    .filter(found ->
                            found.leaseUntil() != null && found.leaseUntil().isAfter(clock.instant()));
            if (wanted.isEmpty()) {
                lost = true;
                return;
            }
            repository.update(partition);
            lost = partition.isTerminateOnly();
            shownAt = asked;
        } catch (OptimisticLockingFailureException takenOver) {
            lost = true;
        } catch (DataAccessException | TransactionException unreachable) {
            // Tried again at the next look, until others must believe that nobody works here.
            lost = asked - shownAt > lifetime.toNanos();
        }
    }
}
