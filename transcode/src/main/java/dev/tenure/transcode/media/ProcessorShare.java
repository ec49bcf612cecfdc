package dev.tenure.transcode.media;

/**
 * How much of the machine one encode may take.
 *
 * @param threads that a decoder or an encoder starts at most; more than there are cores only costs memory
 * @param niceness 0 to 19: how far it steps back behind everything else on the machine
 */
public record ProcessorShare(int threads, int niceness) {

    /** The most threads that are of use: beyond it encoders do not become faster. */
    private static final int MOST_THREADS = 64;

    private static final int GENTLEST = 19;

    public ProcessorShare {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads of one encode: 1 to " + MOST_THREADS + ", not " + threads);
        }
        if (niceness < 0 || niceness > GENTLEST) {
            throw new IllegalArgumentException("niceness: 0 to " + GENTLEST + ", not " + niceness);
        }
    }

    /** All of the machine, before nobody else. */
    public static ProcessorShare whole() {
        return new ProcessorShare(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS), 0);
    }
}
