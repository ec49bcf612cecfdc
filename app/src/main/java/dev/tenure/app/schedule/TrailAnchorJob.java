package dev.tenure.app.schedule;

import dev.tenure.catalog.trail.TrailAnchors;
import dev.tenure.objectstore.ObjectStoreException;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recomputes the trail and puts its head where the database's owner cannot change it unnoticed. */
@DisallowConcurrentExecution
class TrailAnchorJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(TrailAnchorJob.class);

    private final TrailAnchors anchors;

    TrailAnchorJob(TrailAnchors anchors) {
        this.anchors = anchors;
    }

    @Override
    public void execute(JobExecutionContext context) {
        try {
            anchors.run();
        } catch (ObjectStoreException away) {
            LOG.warn("the trail's head is not anchored, the next run does it: {}", away.getMessage());
        }
    }
}
