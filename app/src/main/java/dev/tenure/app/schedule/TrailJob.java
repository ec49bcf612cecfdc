package dev.tenure.app.schedule;

import dev.tenure.catalog.trail.BrokenTree;
import dev.tenure.catalog.trail.TrailSequencer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives entries of the trail their leaves. */
@DisallowConcurrentExecution
class TrailJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(TrailJob.class);

    private final TrailSequencer sequencer;

    TrailJob(TrailSequencer sequencer) {
        this.sequencer = sequencer;
    }

    @Override
    public void execute(JobExecutionContext context) {
        try {
            sequencer.run();
        } catch (BrokenTree broken) {
            LOG.error("THE TRAIL CANNOT GO ON: {}", broken.getMessage());
        }
    }
}
