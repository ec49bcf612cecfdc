package dev.tenure.app.schedule;

import dev.tenure.retention.destruction.Destroyer;
import dev.tenure.retention.destruction.RunClosing;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Deletes the bytes of what was destroyed, proves it, and ends the runs of which everything is proven. */
@DisallowConcurrentExecution
class CarryOnJob implements Job {

    /** Small items share requests to the store best when many go together. */
    private static final int PAGE = 5000;

    private final Destroyer destroyer;
    private final RunClosing closing;

    CarryOnJob(Destroyer destroyer, RunClosing closing) {
        this.destroyer = destroyer;
        this.closing = closing;
    }

    @Override
    public void execute(JobExecutionContext context) {
        destroyer.carryOn(PAGE);
        closing.close();
    }
}
