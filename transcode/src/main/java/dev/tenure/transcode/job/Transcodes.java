package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;

/**
 * Makes stored recordings playable, each by one durable job. The catalog's row is the truth: a call too many does nothing, a call too few only
 * delays. All methods may be called by many threads; an item is worked on by one of them, on one machine.
 */
public final class Transcodes {

    private static final Logger LOG = LoggerFactory.getLogger(Transcodes.class);

    private final Items items;
    private final Processings processings;
    private final Executions executions;
    private final Runs runs;
    private final Scratch scratch;
    private final Leases leases;
    private final Map<ItemId, Ticket> tickets = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Transcodes(Items items, Processings processings, Executions executions, Runs runs, Scratch scratch, Leases leases) {
        this.items = items;
        this.processings = processings;
        this.executions = executions;
        this.runs = runs;
        this.scratch = scratch;
        this.leases = leases;
    }

    /**
     * Makes the item playable, or notes why it cannot be, and returns when that has ended; at once when there is nothing to do or somebody else
     * does it. Failures that another call may mend are logged and kept with the job, which goes on where it was; nothing is thrown for them. An
     * interrupt stops the job like {@link #stop}.
     *
     * @param recovering an earlier run of this item died with its process, so that its lease is free now. Only then pass true: a living owner
     *     would lose its work
     */
    public void transcode(ItemId item, boolean recovering) {
        Ticket ticket = new Ticket();
        if (tickets.putIfAbsent(item, ticket) != null) {
            return;
        }
        try {
            if (!closed) {
                attempt(item, ticket, recovering);
            }
        } catch (JobExecutionException | RuntimeException failed) {
            LOG.error("Recording {} could not be worked on and waits for another try: {}", item, failed.toString());
        } finally {
            tickets.remove(item, ticket);
            ticket.ended().countDown();
            if (ticket.wasInterrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Asks the jobs that run in this process to stop, and waits until they have. Items keep what was reached; a later {@link #transcode} goes on.
     *
     * @param limit how long to wait at most, for all of them together
     */
    public void stop(Duration limit) {
        List<Ticket> running = List.copyOf(tickets.values());
        running.forEach(Ticket::askToStop);
        long until = System.nanoTime() + limit.toNanos();
        try {
            for (Ticket ticket : running) {
                if (!ticket.ended().await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("A transcode job did not stop within {}", limit);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops for good: the application closes. */
    void close(Duration limit) {
        closed = true;
        stop(limit);
    }

    /** Removes the work files on this machine of items that no run will come back to. Work that goes on is left alone. */
    public void sweepScratch() {
        try {
            for (ItemId item : scratch.items()) {
                if (!tickets.containsKey(item) && work(item).isEmpty()) {
                    scratch.remove(item);
                }
            }
        } catch (IOException failed) {
            LOG.warn("Old work files could not be removed: {}", failed.toString());
        }
    }

    private void attempt(ItemId id, Ticket ticket, boolean recovering) throws JobExecutionException {
        if (recovering) {
            items.evictLease(id);
        }
        if (work(id).isEmpty()) {
            if (recovering) {
                executions.closeLast(id);
                clearScratch(id);
            }
            return;
        }
        Lease lease = leases.of(id);
        if (!lease.take()) {
            return;
        }
        try {
            // Looked at once more: what people wished for before the lease was ours is known, and what they wish for
            // later begins another round.
            Optional<Run.Work> found = work(id);
            if (found.isPresent()) {
                work(new Run(found.get(), lease, ticket, items, processings));
            }
        } finally {
            lease.close();
        }
    }

    private void work(Run run) throws JobExecutionException {
        ItemId id = run.item().id();
        runs.begin(run);
        try {
            report(executions.run(
                    id, run.round(), () -> processings.begin(id, run.lease().owner())));
        } finally {
            runs.end(run);
            // What another owner works with on this machine is not ours to remove.
            if (!run.lease().lost() || work(id).isEmpty()) {
                clearScratch(id);
            }
        }
    }

    /** What there is to do on an item, if anything. */
    private Optional<Run.Work> work(ItemId id) {
        return processings
                .find(id)
                .filter(Processing::open)
                .flatMap(processing -> items.find(id).map(item -> new Run.Work(item, processing)));
    }

    private static void report(JobExecution execution) {
        String item = execution.getJobParameters().getString(Executions.ITEM);
        long attempt = Executions.attempt(execution);
        if (execution.getStatus() == BatchStatus.FAILED) {
            List<Throwable> failures = execution.getAllFailureExceptions();
            LOG.warn("Recording {}: transcode attempt {} failed: {}", item, attempt, failures);
        } else {
            LOG.info("Recording {}: transcode attempt {} {}", item, attempt, execution.getStatus());
        }
    }

    private void clearScratch(ItemId item) {
        try {
            scratch.remove(item);
        } catch (IOException failed) {
            LOG.warn("Work files of recording {} could not be removed: {}", item, failed.toString());
        }
    }
}
