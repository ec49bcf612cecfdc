package dev.tenure.objectstore.deletion;

import java.time.Duration;

/**
 * How hard a store is pressed.
 *
 * @param batches most batches under way at once. Too many and a store turns calls away, which costs more than it gains; too few and its latency
 *     is waited for
 * @param pause first wait after a store asked to slow down; doubled each time in a row up to 64 times this, and less by chance, so that several
 *     machines do not come back at once
 * @param attempts how often one version is asked for before it is reported as not deleted, and how often in a row a store may ask to slow down.
 *     Too few and a busy store looks like a refusing one; too many and a broken one is asked for minutes
 * @param passes how often in a row everything is listed again, and nothing new is found, before what is still listed is reported. Too few and a
 *     listing that is a little late looks like a deletion that failed
 */
public record DeletionLimits(int batches, Duration pause, int attempts, int passes) {

    public DeletionLimits {
        if (batches < 1 || attempts < 1 || passes < 2 || !pause.isPositive()) {
            throw new IllegalArgumentException("limits of deletion must be above zero, passes above one");
        }
    }

    /** For real stores. */
    public static DeletionLimits usual() {
        return new DeletionLimits(8, Duration.ofMillis(200), 6, 6);
    }
}
