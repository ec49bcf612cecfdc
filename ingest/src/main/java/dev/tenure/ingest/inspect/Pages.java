package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A few bytes here and there of content, from front to back. Where they lie far apart, each is a small read of its own; where they lie close together, as
 * in a fragmented film, pages grow, so that thousands of them are not thousands of requests. One page is in memory.
 */
final class Pages {

    private static final int SMALLEST = 64 << 10;
    private static final int LARGEST = 4 << 20;

    /** What lies between is read along up to here: a sealed segment is as large, and is fetched whole. */
    private static final int NEAR = 1 << 20;

    private final SealedObject content;
    private byte[] page;
    private long from;
    private int size = SMALLEST;

    /** Of content whose first bytes, or none, were read before. */
    Pages(SealedObject content, byte[] head) {
        this.content = content;
        this.page = head;
    }

    /** Bytes of the content in all. */
    long size() {
        return content.size();
    }

    /** These bytes, which must be there. A page, or as many as these, is in memory. */
    ByteBuffer at(long position, int length) throws IOException {
        long end = from + page.length;
        if (position < from || position + length > end) {
            boolean near = page.length > 0 && position >= from && position - end <= NEAR;
            size = near ? Math.min(2 * size, LARGEST) : SMALLEST;
            int bytes = (int) Math.min(Math.max(size, length), content.size() - position);
            // Not two of them at once.
            page = new byte[0];
            try (InputStream stream = content.open(new ByteRange(position, bytes))) {
                page = stream.readNBytes(bytes);
            }
            from = position;
        }
        return ByteBuffer.wrap(page, (int) (position - from), length).slice();
    }
}
