package dev.tenure.app.schedule;

import dev.tenure.retention.digest.DigestPost;
import dev.tenure.retention.digest.Digests;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Tells hosts what goes soon, once a day. */
@DisallowConcurrentExecution
class DigestJob implements Job {

    private final Digests digests;
    private final DigestPost post;

    DigestJob(Digests digests, DigestPost post) {
        this.digests = digests;
        this.post = post;
    }

    @Override
    public void execute(JobExecutionContext context) {
        digests.run(post);
    }
}
