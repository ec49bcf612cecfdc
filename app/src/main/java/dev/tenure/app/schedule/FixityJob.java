package dev.tenure.app.schedule;

import dev.tenure.retention.fixity.Fixity;
import dev.tenure.retention.fixity.FixityReport;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stored bytes back and compares them with what was written, for a while at a time. */
@DisallowConcurrentExecution
class FixityJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(FixityJob.class);

    private final Fixity fixity;

    FixityJob(Fixity fixity) {
        this.fixity = fixity;
    }

    @Override
    public void execute(JobExecutionContext context) {
        FixityReport report = fixity.run();
        if (report.sound() + report.unsound() + report.unread() > 0) {
            LOG.info(
                    "fixity: {} objects as they were written, {} damaged or missing, {} could not be read",
                    report.sound(),
                    report.unsound(),
                    report.unread());
        }
    }
}
