package dev.tenure.app.schedule;

import dev.tenure.catalog.ItemId;
import dev.tenure.transcode.job.Turns;
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
    private final Turns turns;

    TranscodeSchedule(Scheduler scheduler, Turns turns) {
        this.scheduler = scheduler;
        this.turns = turns;
    }

    /** Adds jobs for those whose turn is next. More than a few are never there, so that who comes later and goes first need not wait for many. */
    void fill() {
        turns.next().forEach(this::add);
    }

    /** Adds the item's job unless it is there, waiting or running. */
    private void add(ItemId item) {
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
