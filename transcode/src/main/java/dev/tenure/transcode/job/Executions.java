package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.PessimisticLockingFailureException;

/** The Batch side of an item: which attempt it is at, and whether that is started or restarted. */
final class Executions {

    static final String JOB = "transcode";
    static final String ITEM = "item";
    static final String ATTEMPT = "attempt";

    /** The round that an attempt is of. It tells no jobs apart: attempts are counted through all rounds. */
    private static final String ROUND = "round";

    /** Jobs made at the same instant collide in the repository's serializable transaction; so often one collision after another is tried again. */
    private static final int COLLISIONS = 10;

    private final JobOperator operator;
    private final JobRepository repository;
    private final Job job;

    Executions(JobOperator operator, JobRepository repository, Job job) {
        this.operator = operator;
        this.repository = repository;
        this.job = job;
    }

    /**
     * Runs the item's job to its end in this thread, going on where an earlier execution stopped, failed or died.
     *
     * @param round what people wished for last; an attempt of an earlier one is not carried on
     * @param begins told when an attempt begins, and not when one is carried on
     *     <p>To be called by the owner of the item's lease only: whose execution is still open then is dead, or has lost the lease and cannot do harm.
     */
    JobExecution run(ItemId item, int round, Runnable begins) throws JobExecutionException {
        for (int collisions = 1; ; collisions++) {
            try {
                return runOnce(item, round, begins);
            } catch (PessimisticLockingFailureException collided) {
                if (collisions == COLLISIONS) {
                    throw collided;
                }
            }
        }
    }

    private JobExecution runOnce(ItemId item, int round, Runnable begins) throws JobExecutionException {
        Attempt last = last(item);
        JobExecution known = last.execution();
        if (known != null) {
            JobExecution ended = open(known) ? operator.recover(known) : known;
            if (restartable(ended) && round(ended) == round) {
                return operator.restart(ended);
            }
        }
        begins.run();
        JobParameters fresh = new JobParametersBuilder(parameters(item, last.number() + 1))
                .addLong(ROUND, (long) round, false)
                .toJobParameters();
        return operator.start(job, fresh);
    }

    private static long round(JobExecution execution) {
        return Objects.requireNonNullElse(execution.getJobParameters().getLong(ROUND), 0L);
    }

    /** Closes what a dead process left open of an item that needs no more work. */
    void closeLast(ItemId item) {
        JobExecution last = last(item).execution();
        if (last != null && open(last)) {
            operator.recover(last);
        }
    }

    /**
     * The latest attempt that the repository knows.
     *
     * @param number 0 before the first
     * @param execution absent before the first, and where a process died between making the instance and its execution; Batch can neither start nor
     *     restart such an instance
     */
    private record Attempt(long number, @Nullable JobExecution execution) {}

    private Attempt last(ItemId item) {
        Attempt last = new Attempt(0, null);
        while (true) {
            long number = last.number() + 1;
            JobInstance instance = repository.getJobInstance(JOB, parameters(item, number));
            if (instance == null) {
                return last;
            }
            last = new Attempt(number, repository.getLastJobExecution(instance));
        }
    }

    private static boolean open(JobExecution execution) {
        return execution.isRunning() || execution.isStopping();
    }

    /** A job that ended, or whose outcome the repository could not record, is not restarted: its item gets a new attempt. */
    private static boolean restartable(JobExecution execution) {
        boolean ended = execution.getStatus() == BatchStatus.FAILED || execution.getStatus() == BatchStatus.STOPPED;
        boolean known =
                execution.getStepExecutions().stream().noneMatch(step -> step.getStatus() == BatchStatus.UNKNOWN);
        return ended && known && !new Notes(execution).closed();
    }

    static long attempt(JobExecution execution) {
        return Objects.requireNonNull(execution.getJobParameters().getLong(ATTEMPT), "a transcode job counts attempts");
    }

    private static JobParameters parameters(ItemId item, long attempt) {
        return new JobParametersBuilder()
                .addString(ITEM, item.toString())
                .addLong(ATTEMPT, attempt)
                .toJobParameters();
    }
}
