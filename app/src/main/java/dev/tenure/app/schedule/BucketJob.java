package dev.tenure.app.schedule;

import dev.tenure.retention.reconcile.Reconciliation;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Holds catalog and bucket against each other, for a while at a time. */
@DisallowConcurrentExecution
class BucketJob implements Job {

    private final Reconciliation reconciliation;

    BucketJob(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Override
    public void execute(JobExecutionContext context) {
        reconciliation.goOn();
    }
}
