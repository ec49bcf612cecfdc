package dev.tenure.app.schedule;

import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.destruction.SweepReport;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys what is due. */
@DisallowConcurrentExecution
class SweepJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(SweepJob.class);

    private final Sweep sweep;

    SweepJob(Sweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public void execute(JobExecutionContext context) {
        SweepReport report = sweep.run();
        if (!report.destroyed().isEmpty()
                || !report.deferred().isEmpty()
                || !report.stopped().isEmpty()) {
            LOG.info(
                    "sweep: {} destroyed, {} kept, {} accounts passed over",
                    report.destroyed().size(),
                    report.deferred().size(),
                    report.stopped().size());
        }
    }
}
