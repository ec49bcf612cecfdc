package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.TranscodePlan;
import java.util.Objects;
import org.springframework.batch.core.step.StepExecution;

/**
 * What a worker must know to encode one chunk; kept in the execution context of its partition.
 *
 * @param attempt the job instance that asks, counted from 1
 * @param chunk its number
 */
record ChunkOrder(ItemId item, long attempt, TranscodePlan plan, Division.Cut cut, int chunk) {

    private static final String PLAN = "plan";
    private static final String CUT = "cut";
    private static final String CHUNK = "chunk";

    /** Reads the order of a partition. */
    static ChunkOrder of(StepExecution partition) {
        String item = partition.getJobExecution().getJobParameters().getString(Executions.ITEM);
        return new ChunkOrder(
                ItemId.of(Objects.requireNonNull(item, "a transcode job names its item")),
                Executions.attempt(partition.getJobExecution()),
                Notes.JSON.readValue(partition.getExecutionContext().getString(PLAN), TranscodePlan.class),
                Notes.JSON.readValue(partition.getExecutionContext().getString(CUT), Division.Cut.class),
                partition.getExecutionContext().getInt(CHUNK));
    }

    void putInto(StepExecution partition) {
        partition.getExecutionContext().putString(PLAN, Notes.JSON.writeValueAsString(plan));
        partition.getExecutionContext().putString(CUT, Notes.JSON.writeValueAsString(cut));
        partition.getExecutionContext().putInt(CHUNK, chunk);
    }

    Chunk stretch() {
        return cut.chunks().get(chunk);
    }
}
