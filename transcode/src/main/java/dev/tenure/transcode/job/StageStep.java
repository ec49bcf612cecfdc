package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.io.IOException;
import java.util.Objects;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;

/**
 * Runs a stage as a step of the job and decides what its failure means: stop quietly, fail and be restarted, or note the item's problem.
 *
 * <p>Not a tasklet step: that holds a transaction, and with it a database connection, for as long as the tasklet works.
 */
final class StageStep extends AbstractStep {

    private final Stage stage;
    private final Runs runs;
    private final Judgement judgement;

    StageStep(String name, Stage stage, JobRepository repository, Runs runs, Judgement judgement) {
        super(repository);
        setName(name);
        // Batch records that a step is complete before it keeps the job's notes, and files outlive no machine. So a
        // restart
        // goes through every stage, and each does what is missing.
        setAllowStartIfComplete(true);
        this.stage = stage;
        this.runs = runs;
        this.judgement = judgement;
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
            judgement.of(run, notes, failed);
        }
    }

    private static boolean stopped(Run run, Exception failed) {
        boolean cancelled = failed instanceof MediaException media && media.failure() instanceof MediaFailure.Cancelled;
        // Whatever went wrong on an item that was taken from us is no fault of the item's.
        return cancelled || run.cancelled() || !run.lease().renew();
    }
}
