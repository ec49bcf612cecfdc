package dev.tenure.app.schedule;

import dev.tenure.ingest.Finishing;
import dev.tenure.retention.decision.Tagging;
import dev.tenure.transcode.job.Transcodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the catalog for work that nobody has been told of, and tells. Jobs are hints and the catalog is the truth, so a job lost anywhere
 * only delays what it would have done.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final int PAGE = 100;

    private final Finishing finishing;
    private final Transcodes transcodes;
    private final Tagging tagging;
    private final TranscodeSchedule schedule;

    Reconciler(Finishing finishing, Transcodes transcodes, Tagging tagging, TranscodeSchedule schedule) {
        this.finishing = finishing;
        this.transcodes = transcodes;
        this.tagging = tagging;
        this.schedule = schedule;
    }

    void run() {
        attempt("finishing uploads", () -> finishing.finishPending(PAGE));
        attempt("scheduling transcodes", () -> transcodes.waiting(PAGE).forEach(schedule::add));
        attempt("tagging", () -> tagging.catchUp(PAGE));
    }

    /** The edge of a job: one kind of work that cannot be done now, whatever the reason, must not keep the others. */
    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warn("{} waits: {}", what, failure.toString());
        }
    }
}
