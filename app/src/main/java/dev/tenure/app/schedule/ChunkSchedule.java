package dev.tenure.app.schedule;

import dev.tenure.transcode.job.Fleet;
import java.util.List;
import org.quartz.DateBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chunks as jobs in the store that the fleet shares: any worker fires one, and a dead worker's are fired again elsewhere. */
final class ChunkSchedule implements Fleet {

    static final String GROUP = "chunk";

    private static final Logger LOG = LoggerFactory.getLogger(ChunkSchedule.class);

    /** A busy machine passes an offer on for this long, so that a free one gets it. */
    private static final int PASSED_ON_SECONDS = 3;

    private final Scheduler scheduler;
    private final JdbcMachines machines;

    ChunkSchedule(Scheduler scheduler, JdbcMachines machines) {
        this.scheduler = scheduler;
        this.machines = machines;
    }

    @Override
    public int free() {
        try {
            return machines.free(scheduler.getSchedulerName(), scheduler.getSchedulerInstanceId());
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler does not know its name", e);
        }
    }

    @Override
    public void offer(List<Long> chunks) {
        try {
            for (long chunk : chunks) {
                if (!scheduler.checkExists(key(chunk))) {
                    JobDetail job = JobBuilder.newJob(ChunkJob.class)
                            .withIdentity(key(chunk))
                            .requestRecovery(true)
                            .build();
                    scheduler.scheduleJob(
                            job,
                            TriggerBuilder.newTrigger().forJob(job).startNow().build());
                }
            }
        } catch (SchedulerException e) {
            // Whoever offers works on them, too: it takes longer.
            LOG.warn("The scheduler refused chunks: {}", e.getMessage());
        }
    }

    @Override
    public void withdraw(List<Long> chunks) {
        try {
            scheduler.deleteJobs(chunks.stream().map(ChunkSchedule::key).toList());
        } catch (SchedulerException e) {
            // A job without a chunk does nothing when it fires.
            LOG.warn("The scheduler kept chunks: {}", e.getMessage());
        }
    }

    /** Offers a chunk again that was fired on a machine without room for it. */
    void passOn(long chunk) {
        try {
            if (scheduler.checkExists(key(chunk))) {
                scheduler.scheduleJob(TriggerBuilder.newTrigger()
                        .forJob(key(chunk))
                        .startAt(DateBuilder.futureDate(PASSED_ON_SECONDS, DateBuilder.IntervalUnit.SECOND))
                        .build());
            }
        } catch (SchedulerException e) {
            LOG.warn("Chunk {} was not passed on: {}", chunk, e.getMessage());
        }
    }

    private static JobKey key(long chunk) {
        return new JobKey(Long.toString(chunk), GROUP);
    }
}
