package dev.tenure.transcode.job;

import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.plan.Division;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.PartitionStep;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * The partitioned step of the job: all chunks of a recording that is cut, nothing otherwise. A chunk that cannot be made ends nothing: the next step
 * makes what is lacking, the whole if it must.
 */
final class ChunksStep extends PartitionStep {

    static final String NAME = "chunks";

    private static final Logger LOG = LoggerFactory.getLogger(ChunksStep.class);

    private final Runs runs;
    private final SourceFile sources;

    ChunksStep(
            JobRepository repository,
            StepExecutionSplitter splitter,
            PartitionHandler handler,
            Runs runs,
            SourceFile sources) {
        super(repository);
        setName(NAME);
        setStepExecutionSplitter(splitter);
        setPartitionHandler(handler);
        // A chunk that failed is no failure of the job.
        setStepExecutionAggregator((result, partitions) -> {});
        // As with the other steps: a restart looks for what is missing.
        setAllowStartIfComplete(true);
        this.runs = runs;
        this.sources = sources;
    }

    @Override
    protected void doExecute(StepExecution step) throws Exception {
        Notes notes = new Notes(step.getJobExecution());
        if (notes.closed() || notes.encoding() || !(notes.division() instanceof Division.Cut)) {
            return;
        }
        Run run = runs.of(notes.item());
        try {
            run.checkpoint();
            // Once for all threads of this machine.
            sources.local(run);
            super.doExecute(step);
        } catch (IOException | RuntimeException failed) {
            boolean cancelled =
                    failed instanceof MediaException media && media.failure() instanceof MediaFailure.Cancelled;
            if (cancelled || run.cancelled() || !run.lease().renew()) {
                throw new JobInterruptedException("stopped, or no longer this process's to do");
            }
            LOG.warn("Recording {} is not encoded in chunks: {}", notes.item(), failed.toString());
        }
    }
}
