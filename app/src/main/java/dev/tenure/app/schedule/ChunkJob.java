package dev.tenure.app.schedule;

import dev.tenure.transcode.job.Chunks;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Encodes one chunk for whoever makes its recording playable; where this machine encodes already, passes it on. */
class ChunkJob implements Job {

    private final Chunks chunks;
    private final ChunkSchedule schedule;

    ChunkJob(Chunks chunks, ChunkSchedule schedule) {
        this.chunks = chunks;
        this.schedule = schedule;
    }

    @Override
    public void execute(JobExecutionContext context) {
        long chunk = Long.parseLong(context.getJobDetail().getKey().getName());
        if (!chunks.encode(chunk, context.isRecovering())) {
            schedule.passOn(chunk);
        }
    }
}
