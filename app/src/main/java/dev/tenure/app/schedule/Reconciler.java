package dev.tenure.app.schedule;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the catalog for work that nobody has been told of, and tells. Jobs are hints and the catalog is the truth, so a job lost anywhere
 * only delays what it would have done.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final List<Chore> chores;

    Reconciler(List<Chore> chores) {
        this.chores = chores;
    }

    /**
     * One kind of work.
     *
     * @param name what is being done, for the log
     */
    record Chore(String name, Runnable work) {}

    /** The edge of a job: one kind of work that cannot be done now, whatever the reason, must not keep the others. */
    void run() {
        for (Chore chore : chores) {
            try {
                chore.work().run();
            } catch (RuntimeException failure) {
                LOG.warn("{} waits: {}", chore.name(), failure.toString());
            }
        }
    }
}
