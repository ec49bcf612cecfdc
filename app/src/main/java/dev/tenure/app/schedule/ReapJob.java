package dev.tenure.app.schedule;

import dev.tenure.ingest.Reaping;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Gives up uploads that were left unfinished, and deletes their bytes. */
@DisallowConcurrentExecution
class ReapJob implements Job {

    private static final int PAGE = 100;

    private final Reaping reaping;

    ReapJob(Reaping reaping) {
        this.reaping = reaping;
    }

    @Override
    public void execute(JobExecutionContext context) {
        reaping.reap(PAGE);
    }
}
