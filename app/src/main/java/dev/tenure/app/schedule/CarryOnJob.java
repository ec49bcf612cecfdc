package dev.tenure.app.schedule;

import dev.tenure.retention.destruction.Destroyer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Deletes the bytes of what was destroyed, and proves it. */
@DisallowConcurrentExecution
class CarryOnJob implements Job {

    private static final int PAGE = 100;

    private final Destroyer destroyer;

    CarryOnJob(Destroyer destroyer) {
        this.destroyer = destroyer;
    }

    @Override
    public void execute(JobExecutionContext context) {
        destroyer.carryOn(PAGE);
    }
}
