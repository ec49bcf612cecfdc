package dev.tenure.transcode.plan;

import java.time.Duration;

/**
 * When cutting an encode into chunks is worth it.
 *
 * @param gain least media time that others must take off the one encoder. Too small cuts what is encoded sooner than it is sent around, too big
 *     leaves workers idle beside a long encode
 * @param shortest no chunk is meant to be shorter. Too small pays a fetch, a start and a key frame for little, too big leaves workers without one
 */
public record ChunkRules(Duration gain, Duration shortest) {

    /** Two for each encoder: who is slow, or dies, holds up half of its share only. */
    static final int CHUNKS_EACH = 2;

    public ChunkRules {
        if (!gain.isPositive() || !shortest.isPositive()) {
            throw new IllegalArgumentException("rules of chunks must be above zero");
        }
    }
}
