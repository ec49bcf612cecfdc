package dev.tenure.transcode.job;

import dev.tenure.transcode.media.ProcessorShare;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What encoding may take of this machine.
 *
 * @param cores given to encoding, all encodes together; 0 gives all there are
 * @param encodes how many recordings are worked on at once. More than there are cores only makes each of them later; 0 takes one for every four cores.
 *     Workers of the machine (TENURE_WORKERS) must be more, or nothing else runs while all of them encode
 * @param niceness 0 to 19: how far encoders step back behind everything else on the machine
 */
public record CpuBudget(
        @DefaultValue("0") int cores,
        @DefaultValue("0") int encodes,
        @DefaultValue("10") int niceness) {

    /** An encode that has as many cores uses them well; with more of them, a second one beside it does more. */
    private static final int GOOD_SHARE = 4;

    public CpuBudget {
        if (cores < 0 || encodes < 0) {
            throw new IllegalArgumentException("tenure.transcode.cpu: cores and encodes are not below 0");
        }
        new ProcessorShare(1, niceness);
    }

    /** Recordings worked on at once, on a machine with so many cores. */
    int places(int machine) {
        return encodes > 0 ? encodes : Math.max(1, given(machine) / GOOD_SHARE);
    }

    /** What each of them takes, on a machine with so many cores. */
    ProcessorShare share(int machine) {
        return new ProcessorShare(Math.clamp(given(machine) / places(machine), 1, 64), niceness);
    }

    private int given(int machine) {
        return cores > 0 ? Math.min(cores, machine) : machine;
    }
}
