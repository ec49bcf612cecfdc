package dev.tenure.app.schedule;

import dev.tenure.catalog.ItemId;
import dev.tenure.transcode.job.Transcodes;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Makes one recording playable. Quartz says {@code recovering} of jobs whose machine has missed its check-ins. */
class TranscodeJob implements Job {

    private final Transcodes transcodes;

    TranscodeJob(Transcodes transcodes) {
        this.transcodes = transcodes;
    }

    @Override
    public void execute(JobExecutionContext context) {
        String item = context.getJobDetail().getKey().getName();
        transcodes.transcode(ItemId.of(item), context.isRecovering());
        // On whatever machine this is, what an earlier, broken run left here must not outlive its item.
        transcodes.sweepScratch();
    }
}
