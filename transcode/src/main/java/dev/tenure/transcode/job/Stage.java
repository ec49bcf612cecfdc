package dev.tenure.transcode.job;

import java.io.IOException;

/** One step of the job. It may be cut off at any line and begins again, on this machine or another. */
@FunctionalInterface
interface Stage {

    void work(Run run, Notes notes) throws IOException;
}
