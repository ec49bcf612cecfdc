package dev.tenure.app.schedule;

import dev.tenure.retention.expiry.ExpiryWarnings;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Warns accounts of items near their end. */
@DisallowConcurrentExecution
class ExpiryJob implements Job {

    private final ExpiryWarnings warnings;

    ExpiryJob(ExpiryWarnings warnings) {
        this.warnings = warnings;
    }

    @Override
    public void execute(JobExecutionContext context) {
        warnings.run();
    }
}
