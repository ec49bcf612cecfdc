package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The outermost boxes of an ISO base media file (ISO/IEC 14496-12 §4.2), all of them: is the film's index there, and does the file end where it says?
 *
 * <p>Only heads are looked at. A fragmented film has two for each second or so; what is cut off inside one, or between a fragment's head and its media, is
 * seen. A film that ends exactly behind a fragment is a whole one, only shorter: nothing in it says otherwise.
 *
 * <p>The look is bounded in number and time. Beyond either the file counts as not looked at to its end, and is not let through.
 */
final class IsoBoxes {

    /** A day in fragments of half a second, of sound and picture each, has 700,000. Heads alone of more are 8 MB that hold nothing. */
    private static final int MAX_BOXES = 1_000_000;

    /** Whoever sent the last byte waits for it. A day of film takes less from a store that is not ill. */
    private static final Duration MAX_TIME = Duration.ofMinutes(5);

    /** Each is read. Files that somebody joined end to end have several; decoders take the first. */
    private static final int MAX_INDEXES = 16;

    private static final int HEADER = 16;
    private static final int MOOV = fourCharacters("moov");
    private static final int MOOF = fourCharacters("moof");
    private static final int MDAT = fourCharacters("mdat");

    private final SealedObject content;
    private final Pages pages;
    private int indexes;
    private boolean mediaDue;

    private IsoBoxes(SealedObject content, byte[] head) {
        this.content = content;
        this.pages = new Pages(content, head);
    }

    /** Ends the look; its message is for people. */
    private static final class Damaged extends Exception {

        Damaged(String message) {
            super(message);
        }
    }

    /**
     * What is wrong with the file's structure, for people to read; empty when nothing is.
     *
     * @param head the first bytes, as many as were read before
     */
    static Optional<String> damage(SealedObject content, byte[] head) throws IOException {
        return damage(content, head, System::nanoTime);
    }

    static Optional<String> damage(SealedObject content, byte[] head, LongSupplier nanoTime) throws IOException {
        try {
            new IsoBoxes(content, head).walk(nanoTime);
            return Optional.empty();
        } catch (Damaged damage) {
            return Optional.of(String.valueOf(damage.getMessage()));
        }
    }

    private void walk(LongSupplier nanoTime) throws IOException, Damaged {
        long begun = nanoTime.getAsLong();
        long position = 0;
        for (int box = 0; position < content.size(); box++) {
            if (box == MAX_BOXES || nanoTime.getAsLong() - begun > MAX_TIME.toNanos()) {
                throw new Damaged("the file was not looked at to its end: after " + box + " boxes, at byte " + position
                        + " of " + content.size() + ", that was given up");
            }
            position += next(position);
        }
        if (mediaDue) {
            throw new Damaged("the file is cut off: no media follows the head of its last fragment");
        }
        if (indexes == 0) {
            throw new Damaged("the file has no index (moov box), as when a recorder stops before it has finished");
        }
    }

    /** Looks at the box that begins here, and returns its size. */
    private long next(long position) throws IOException, Damaged {
        long left = content.size() - position;
        if (left < 8) {
            throw new Damaged("the file is cut off: " + left + " bytes are left of a box at byte " + position);
        }
        ByteBuffer header = pages.at(position, (int) Math.min(HEADER, left));
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
            throw new Damaged("the file is damaged: a box at byte " + position + " claims " + size + " bytes");
        }
        if (size > left) {
            throw new Damaged("the file is cut off: its box " + name(type) + " at byte " + position + " needs " + size
                    + " bytes, " + left + " are there");
        }
        if (type == MOOV) {
            if (++indexes > MAX_INDEXES) {
                throw new Damaged("the file has more than " + MAX_INDEXES + " indexes, more than any recorder writes");
            }
            Optional<String> absurd = MovieIndex.absurdity(content, position + least, size - least);
            if (absurd.isPresent()) {
                throw new Damaged(absurd.get());
            }
        }
        mediaDue = type == MOOF || (mediaDue && type != MDAT);
        return size;
    }

    private static int fourCharacters(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }

    private static String name(int type) {
        String text = new String(ByteBuffer.allocate(4).putInt(type).array(), StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f) ? text : String.format("%08x", type);
    }
}
