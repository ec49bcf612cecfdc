package dev.tenure.app.schedule;

import dev.tenure.storageapi.idempotency.IdempotentRequests;
import dev.tenure.storageapi.limits.Limits;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Deletes what the edge remembered of requests and needs no more. */
@DisallowConcurrentExecution
class ForgetJob implements Job {

    private final IdempotentRequests requests;
    private final Limits limits;

    ForgetJob(IdempotentRequests requests, Limits limits) {
        this.requests = requests;
        this.limits = limits;
    }

    @Override
    public void execute(JobExecutionContext context) {
        requests.forget();
        limits.forget();
    }
}
