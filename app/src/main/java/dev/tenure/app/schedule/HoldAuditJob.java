package dev.tenure.app.schedule;

import dev.tenure.retention.hold.HoldAudit;
import java.time.Duration;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Compares the locks in the bucket with the holds in the catalog, for a while at a time. */
@DisallowConcurrentExecution
class HoldAuditJob implements Job {

    /** How long one run may keep a worker from other work. Shorter only makes an audit of many items last longer. */
    private static final Duration RUN = Duration.ofSeconds(20);

    private final HoldAudit audit;
    private final ScheduleSettings settings;

    HoldAuditJob(HoldAudit audit, ScheduleSettings settings) {
        this.audit = audit;
        this.settings = settings;
    }

    @Override
    public void execute(JobExecutionContext context) {
        audit.goOn(settings.holdAudit(), RUN);
    }
}
