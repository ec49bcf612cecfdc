package dev.tenure.transcode.job;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Encodes chunks of recordings that other workers, or this one, are making playable. Nothing is lost with a worker but the chunk under way: another
 * begins it anew. All methods may be called by many threads.
 */
public final class Chunks {

    private static final Logger LOG = LoggerFactory.getLogger(Chunks.class);

    private final JobRepository repository;
    private final ChunkStep step;
    private final ChunkFiles files;
    private final Runs runs;
    private final Scratch scratch;
    private final Stopping stopping;
    private final Map<Long, Ticket> working = new ConcurrentHashMap<>();

    Chunks(JobRepository repository, ChunkStep step, ChunkFiles files, Runs runs, Scratch scratch, Stopping stopping) {
        this.repository = repository;
        this.step = step;
        this.files = files;
        this.runs = runs;
        this.scratch = scratch;
        this.stopping = stopping;
    }

    /** Whether this process stops for good; asked by its steps, which are made before what closes them. */
    static final class Stopping {

        private volatile boolean asked;

        boolean asked() {
            return asked;
        }
    }

    /**
     * Encodes an offered chunk, unless somebody else has begun it or nobody needs it any more, and returns when that has ended. Failures are kept with
     * the job that asked.
     *
     * @param recovering an earlier call for this chunk died with its process
     * @return false when this machine encodes something already: offer it again, to whoever is free by then
     */
    public boolean encode(long chunk, boolean recovering) {
        StepExecution partition = repository.getStepExecution(chunk);
        if (partition == null) {
            return true;
        }
        boolean left = recovering && partition.getStatus() == BatchStatus.STARTED;
        boolean waiting = ChunkCrew.waiting(partition);
        if (!left && !waiting) {
            return true;
        }
        if (runs.any() || !working.isEmpty()) {
            if (left) {
                giveBack(partition);
            }
            return false;
        }
        work(partition);
        return true;
    }

    /** Frees what a dead worker had begun, for whoever asked for it is most likely waiting. */
    private void giveBack(StepExecution partition) {
        try {
            partition.setStatus(BatchStatus.STOPPED);
            repository.update(partition);
        } catch (OptimisticLockingFailureException another) {
            LOG.debug("{} is somebody else's by now", partition.getStepName());
        }
    }

    /** Works on a partition as it was just read; nothing happens if another has begun it since. */
    void work(StepExecution partition) {
        Ticket ticket = new Ticket();
        if (stopping.asked() || working.putIfAbsent(partition.getId(), ticket) != null) {
            return;
        }
        try {
            step.execute(partition);
            LOG.info("{} of job {}: {}", partition.getStepName(), partition.getJobExecutionId(), partition.getStatus());
        } catch (OptimisticLockingFailureException another) {
            LOG.debug("{} is somebody else's", partition.getStepName());
        } catch (JobInterruptedException stopped) {
            LOG.debug("{} was stopped", partition.getStepName());
        } finally {
            working.remove(partition.getId(), ticket);
            ticket.ended().countDown();
        }
    }

    /** Deletes what is left in the bucket of chunks of recordings that need none any more. */
    public void tidy(int limit) {
        files.tidy(limit);
    }

    /** Removes the work files that a process before this one left here. */
    void sweepScratch() {
        try {
            for (long chunk : scratch.chunks()) {
                if (!working.containsKey(chunk)) {
                    scratch.removeChunk(chunk);
                }
            }
        } catch (IOException failed) {
            LOG.warn("Old work files of chunks could not be removed: {}", failed.toString());
        }
    }

    /** Stops for good: the application closes. */
    void close(Duration limit) {
        stopping.asked = true;
        long until = System.nanoTime() + limit.toNanos();
        try {
            for (Ticket ticket : List.copyOf(working.values())) {
                if (!ticket.ended().await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("A chunk did not stop within {}", limit);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
