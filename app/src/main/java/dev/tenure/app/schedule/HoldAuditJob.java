package dev.tenure.app.schedule;

import dev.tenure.retention.hold.HoldMirror;
import dev.tenure.retention.hold.MirrorReport;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the locks in the bucket with the holds in the catalog, page by page. */
@DisallowConcurrentExecution
class HoldAuditJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(HoldAuditJob.class);
    private static final int PAGE = 100;

    private final HoldMirror mirror;

    HoldAuditJob(HoldMirror mirror) {
        this.mirror = mirror;
    }

    @Override
    public void execute(JobExecutionContext context) {
        MirrorReport report = mirror.audit(null, PAGE);
        while (report.next() != null && !report.brokenOff()) {
            report = mirror.audit(report.next(), PAGE);
        }
        if (report.brokenOff()) {
            LOG.warn("the audit of locks broke off, because the store is in trouble; the next one begins anew");
        }
    }
}
