package dev.tenure.app.schedule;

import dev.tenure.ingest.companion.Texts;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Takes text out of documents. Apart from the other jobs, because a document may take a minute. */
@DisallowConcurrentExecution
class TextJob implements Job {

    private static final int PAGE = 50;

    private final Texts texts;

    TextJob(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void execute(JobExecutionContext context) {
        texts.workOn(PAGE);
    }
}
