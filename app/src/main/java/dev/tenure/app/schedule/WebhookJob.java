package dev.tenure.app.schedule;

import dev.tenure.storageapi.webhook.Dispatcher;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Sends what accounts are to be told of. Whichever machine this runs on begins; it does not wait for receivers, so the next run may be another's. */
@DisallowConcurrentExecution
class WebhookJob implements Job {

    private final Dispatcher dispatcher;

    WebhookJob(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void execute(JobExecutionContext context) {
        dispatcher.nudge();
    }
}
