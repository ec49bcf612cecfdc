package dev.tenure.transcode.job;

import dev.tenure.transcode.plan.Division;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Makes a partition of each chunk that nobody has made yet. What is made says the catalog, not what Batch remembers of an earlier execution: a worker
 * may have died, or been given up, behind its last byte.
 */
final class ChunkSplitter implements StepExecutionSplitter {

    private final JobRepository repository;
    private final ChunkFiles files;

    ChunkSplitter(JobRepository repository, ChunkFiles files) {
        this.repository = repository;
        this.files = files;
    }

    @Override
    public String getStepName() {
        return ChunkStep.NAME;
    }

    /** The size asked for is of no account: the division says how many there are. */
    @Override
    public Set<StepExecution> split(StepExecution manager, int ignored) {
        Notes notes = new Notes(manager.getJobExecution());
        Set<StepExecution> partitions = new LinkedHashSet<>();
        if (!(notes.division() instanceof Division.Cut cut)) {
            return partitions;
        }
        for (int chunk = 0; chunk < cut.chunks().size(); chunk++) {
            ChunkOrder order = new ChunkOrder(notes.item(), notes.attempt(), notes.plan(), cut, chunk);
            if (files.made(order.item(), order.attempt(), chunk).isEmpty()) {
                StepExecution partition = repository.createStepExecution(
                        "%s:%05d".formatted(ChunkStep.NAME, chunk), manager.getJobExecution());
                order.putInto(partition);
                repository.updateExecutionContext(partition);
                partitions.add(partition);
            }
        }
        return partitions;
    }
}
