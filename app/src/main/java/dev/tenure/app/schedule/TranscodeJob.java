package dev.tenure.app.schedule;

import dev.tenure.catalog.ItemId;
import dev.tenure.transcode.job.Transcodes;
import dev.tenure.transcode.job.Turns;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Makes one recording playable, if it is its turn and this machine has a place for it. Quartz says {@code recovering} of jobs whose machine has missed its check-ins. */
class TranscodeJob implements Job {

    private final Turns turns;
    private final Transcodes transcodes;
    private final TranscodeSchedule schedule;

    TranscodeJob(Turns turns, Transcodes transcodes, TranscodeSchedule schedule) {
        this.turns = turns;
        this.transcodes = transcodes;
        this.schedule = schedule;
    }

    @Override
    public void execute(JobExecutionContext context) {
        ItemId item = ItemId.of(context.getJobDetail().getKey().getName());
        if (turns.take(item, context.isRecovering())) {
            // The place that became free goes to the next, not to nobody until the next look.
            schedule.fill();
        }
        // On whatever machine this is, what an earlier, broken run left here must not outlive its item.
        transcodes.sweepScratch();
    }
}
