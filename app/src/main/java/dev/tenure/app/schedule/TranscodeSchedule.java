package dev.tenure.app.schedule;

import dev.tenure.catalog.ItemId;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;

/** One job per recording to encode, in the store that the fleet shares: any worker fires it, and a dead worker's are fired again elsewhere. */
final class TranscodeSchedule {

    private static final String GROUP = "transcode";

    private final Scheduler scheduler;

    TranscodeSchedule(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Adds the item's job unless it is there, waiting or running. */
    void add(ItemId item) {
        JobKey key = new JobKey(item.toString(), GROUP);
        try {
            if (scheduler.checkExists(key)) {
                return;
            }
            JobDetail job = JobBuilder.newJob(TranscodeJob.class)
                    .withIdentity(key)
                    .requestRecovery(true)
                    .build();
            scheduler.scheduleJob(
                    job, TriggerBuilder.newTrigger().forJob(job).startNow().build());
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler refused the transcode of " + item, e);
        }
    }
}
