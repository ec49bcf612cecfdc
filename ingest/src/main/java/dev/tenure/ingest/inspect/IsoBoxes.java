package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The outermost boxes of an ISO base media file (ISO/IEC 14496-12 §4.2): is the film's index there, and does the file end where it says?
 *
 * <p>Each header is a read of its own, so their number is bounded. An index that does not come among them counts as missing: no recorder writes that
 * many boxes before it, and what nobody looked at is not let through. Fragmented files have thousands of boxes after theirs; that one is cut off
 * behind the bound is not seen.
 */
final class IsoBoxes {

    private static final int MAX_BOXES = 64;
    private static final int HEADER = 16;

    private IsoBoxes() {}

    /** What is wrong with the file's structure, for people to read; empty when nothing is. */
    static Optional<String> damage(SealedObject content) throws IOException {
        long position = 0;
        boolean index = false;
        for (int box = 0; box < MAX_BOXES && position < content.size(); box++) {
            long left = content.size() - position;
            if (left < 8) {
                return Optional.of("the file is cut off: " + left + " bytes are left of a box at byte " + position);
            }
            ByteBuffer header = header(content, position, (int) Math.min(HEADER, left));
            long size = Integer.toUnsignedLong(header.getInt());
            int type = header.getInt();
            int least = 8;
            if (size == 1 && left >= HEADER) {
                size = header.getLong();
                least = HEADER;
            } else if (size == 0) {
                size = left;
            }
            if (size < least) {
                return Optional.of("the file is damaged: a box at byte " + position + " claims " + size + " bytes");
            }
            if (size > left) {
                return Optional.of("the file is cut off: its box " + name(type) + " at byte " + position + " needs "
                        + size + " bytes, " + left + " are there");
            }
            if (type == fourCharacters("moov")) {
                index = true;
                Optional<String> absurd = MovieIndex.absurdity(content, position + least, size - least);
                if (absurd.isPresent()) {
                    return absurd;
                }
            }
            position += size;
        }
        if (index) {
            return Optional.empty();
        }
        return Optional.of(
                position < content.size()
                        ? "the file has no index (moov box) among its first " + MAX_BOXES + " boxes"
                        : "the file has no index (moov box), as when a recorder stops before it has finished");
    }

    private static ByteBuffer header(SealedObject content, long position, int length) throws IOException {
        try (InputStream stream = content.open(new ByteRange(position, length))) {
            return ByteBuffer.wrap(stream.readNBytes(length));
        }
    }

    private static int fourCharacters(String name) {
        return ByteBuffer.wrap(name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                .getInt();
    }

    private static String name(int type) {
        String text =
                new String(ByteBuffer.allocate(4).putInt(type).array(), java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f) ? text : String.format("%08x", type);
    }
}
