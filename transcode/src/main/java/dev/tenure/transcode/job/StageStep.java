package dev.tenure.transcode.job;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.io.IOException;
import java.util.Objects;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Runs a stage as a step of the job and decides what its failure means: stop quietly, fail and be restarted, or note the item's problem.
 *
 * <p>Not a tasklet step: that holds a transaction, and with it a database connection, for as long as the tasklet works.
 */
final class StageStep extends AbstractStep {

    private final Stage stage;
    private final Runs runs;
    private final Items items;
    private final TransactionOperations transactions;
    private final int attempts;

    StageStep(
            String name,
            Stage stage,
            JobRepository repository,
            Runs runs,
            Items items,
            TransactionOperations transactions,
            int attempts) {
        super(repository);
        setName(name);
        // Batch records that a step is complete before it keeps the job's notes, and files outlive no machine. So a
        // restart
        // goes through every stage, and each does what is missing.
        setAllowStartIfComplete(true);
        this.stage = stage;
        this.runs = runs;
        this.items = items;
        this.transactions = transactions;
        this.attempts = attempts;
    }

    @Override
    protected void doExecute(StepExecution step) throws Exception {
        String id = step.getJobExecution().getJobParameters().getString(Executions.ITEM);
        Run run = runs.of(ItemId.of(Objects.requireNonNull(id, "a transcode job names its item")));
        Notes notes = new Notes(step.getJobExecution());
        if (notes.closed()) {
            return;
        }
        try {
            run.checkpoint();
            stage.work(run, notes);
        } catch (IOException | RuntimeException failed) {
            // An interrupt has done its work by now; left standing it would break the statements that say where we are.
            if (Thread.interrupted()) {
                run.interrupted();
            }
            if (stopped(run, failed)) {
                throw new JobInterruptedException("stopped, or no longer this process's to do");
            }
            judge(run, notes, failed);
        }
    }

    private static boolean stopped(Run run, Exception failed) {
        boolean cancelled = failed instanceof MediaException media && media.failure() instanceof MediaFailure.Cancelled;
        // Whatever went wrong on an item that was taken from us is no fault of the item's.
        return cancelled || run.cancelled() || !run.lease().renew();
    }

    private static boolean outage(Exception failed) {
        return failed instanceof SourceUnreadable
                || (failed instanceof KeyUnavailable key && !key.reason().ofOneItem())
                || (failed instanceof ObjectStoreException store
                        && store.fault() != ObjectStoreException.Fault.REQUEST);
    }

    private void judge(Run run, Notes notes, Exception failed) throws Exception {
        Verdict verdict = Verdict.of(failed);
        if (outage(failed)) {
            // Says nothing of the recording: it waits until the store or the vault is back, however long that takes.
            throw failed;
        }
        int failures = notes.fail();
        if (verdict.retryable() && failures < attempts) {
            throw failed;
        }
        String problem = verdict.retryable()
                ? "It could not be made playable in %d attempts. %s".formatted(failures, verdict.reason())
                : "It cannot be made playable. " + verdict.reason();
        boolean noted = Boolean.TRUE.equals(transactions.execute(status -> {
            if (!run.lease().renew()) {
                return false;
            }
            items.problem(run.item().id(), problem, Actor.system("transcode"));
            return true;
        }));
        if (!noted) {
            throw new JobInterruptedException("no longer this process's to do");
        }
        notes.close(problem);
        if (!verdict.sources()) {
            throw failed;
        }
    }
}
