package dev.tenure.transcode.plan;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a source's picture that is encoded by itself: the frames shown from one tick on and before another, whatever their order in the file.
 *
 * @param number its place among the chunks, from 0
 * @param runUp a key frame before the chunk from which decoding begins, so that frames that refer across its first key frame are whole; null at the
 *     source's beginning
 * @param from when its first frame is shown, in the source's ticks
 * @param to when the first frame behind it is shown; null at the source's end
 */
public record Chunk(
        int number,
        @Nullable Long runUp,
        long from,
        @Nullable Long to) {

    public Chunk {
        if (number < 0 || (runUp != null && runUp >= from) || (to != null && to <= from)) {
            throw new IllegalArgumentException("chunk " + number + " from " + from + " to " + to);
        }
    }
}
