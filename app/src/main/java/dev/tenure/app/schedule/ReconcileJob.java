package dev.tenure.app.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Takes up what lacks a job. */
@DisallowConcurrentExecution
class ReconcileJob implements Job {

    private final Reconciler reconciler;

    ReconcileJob(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public void execute(JobExecutionContext context) {
        reconciler.run();
    }
}
