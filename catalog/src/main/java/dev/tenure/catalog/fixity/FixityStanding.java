package dev.tenure.catalog.fixity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading back of all objects was at one instant.
 *
 * @param bytes plaintext bytes of what is here for longer than the window
 * @param verifiedBytes those of them that were read back as they were written within the window
 * @param oldestAt when that object was last read back, or written, for which it is longest ago; absent where there is none
 * @param damaged objects whose bytes are not those that were written
 * @param missing objects that the store lacks
 */
public record FixityStanding(
        Instant countedAt,
        long bytes,
        long verifiedBytes,
        @Nullable Instant oldestAt,
        long damaged,
        long missing) {

    /** The share of bytes that were read back in time, 0 to 1; 1 where there is nothing to be read yet. */
    public double share() {
        return bytes == 0 ? 1 : (double) verifiedBytes / bytes;
    }
}
