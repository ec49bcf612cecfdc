package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.FrameTimes;
import java.util.List;

/** Whether a picture is encoded in one go or in chunks, and why. Plain data: it survives as JSON between the steps of a job. */
public sealed interface Division {

    /** One sentence for people. */
    String reason();

    /** One encode makes it all. */
    record Whole(String reason) implements Division {}

    /**
     * Each chunk is encoded by itself and they are joined.
     *
     * @param chunks without a gap, in order; two or more
     * @param times the track that is cut
     */
    record Cut(List<Chunk> chunks, FrameTimes times, String reason) implements Division {

        public Cut {
            chunks = List.copyOf(chunks);
            if (chunks.size() < 2) {
                throw new IllegalArgumentException("one chunk is the whole");
            }
        }

        /** Microseconds from the first frame of a chunk to that of the next, as far as there is one. */
        public long micros(Chunk chunk) {
            long to = chunk.to() == null ? times.last() : chunk.to();
            return times.micros(to) - times.micros(chunk.from());
        }
    }
}
