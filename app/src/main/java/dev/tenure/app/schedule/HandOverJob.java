package dev.tenure.app.schedule;

import dev.tenure.ingest.handover.work.Collector;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Takes over what media servers recorded. Whichever machine this runs on begins; it does not wait for them, so the next run may be another's. */
@DisallowConcurrentExecution
class HandOverJob implements Job {

    private final Collector collector;

    HandOverJob(Collector collector) {
        this.collector = collector;
    }

    @Override
    public void execute(JobExecutionContext context) {
        collector.nudge();
    }
}
