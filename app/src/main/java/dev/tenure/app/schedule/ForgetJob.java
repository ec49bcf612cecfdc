package dev.tenure.app.schedule;

import dev.tenure.ingest.notice.Evidence;
import dev.tenure.storageapi.idempotency.IdempotentRequests;
import dev.tenure.storageapi.limits.Limits;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Deletes what is kept for a time only and needed no more: what the edge remembers of requests, and evidence of notices. */
@DisallowConcurrentExecution
class ForgetJob implements Job {

    private final IdempotentRequests requests;
    private final Limits limits;
    private final Evidence evidence;

    ForgetJob(IdempotentRequests requests, Limits limits, Evidence evidence) {
        this.requests = requests;
        this.limits = limits;
        this.evidence = evidence;
    }

    @Override
    public void execute(JobExecutionContext context) {
        requests.forget();
        limits.forget();
        evidence.forget();
    }
}
