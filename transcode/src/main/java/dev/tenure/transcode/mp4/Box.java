package dev.tenure.transcode.mp4;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A box of an ISO base media file (ISO/IEC 14496-12, 4.2): where it stands and how long it is.
 *
 * @param type four-character code
 * @param offset position of its first byte
 * @param headerBytes 8, or 16 with a 64-bit size
 * @param size bytes including the header
 */
record Box(String type, long offset, int headerBytes, long size) {

    /** Boxes looked at in one walk. A day of one-second fragments is 172 800; more is nonsense. */
    private static final int MAX_BOXES = 1_000_000;

    /** Largest box read into memory. An index of a day of frames takes some 60 MB. */
    private static final long MAX_LOADED_BYTES = 512L * 1024 * 1024;

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;
    private static final long SIZE_IN_LONG_HEADER = 1;
    private static final long SIZE_TO_END = 0;

    long end() {
        return offset + size;
    }

    long contentOffset() {
        return offset + headerBytes;
    }

    /** The boxes between two positions, which they must fill exactly. */
    static List<Box> walk(FileChannel file, long from, long to) throws IOException {
        return walk(file, from, to, box -> true);
    }

    /** As {@link #walk(FileChannel, long, long)}, but keeps only some. */
    static List<Box> walk(FileChannel file, long from, long to, Predicate<Box> kept) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long at = from;
        int seen = 0;
        while (at < to) {
            Box box = header(read(file, at, (int) Math.min(LONG_HEADER, to - at)), at, to);
            if (++seen > MAX_BOXES) {
                throw new Mp4FormatException("more than " + MAX_BOXES + " boxes");
            }
            if (kept.test(box)) {
                boxes.add(box);
            }
            at = box.end();
        }
        return boxes;
    }

    /** The boxes inside a buffer, offsets counted in the buffer. */
    static List<Box> walk(ByteBuffer buffer, int from, int to) {
        List<Box> boxes = new ArrayList<>();
        int at = from;
        while (at < to) {
            Box box = header(buffer.slice(at, Math.min(LONG_HEADER, to - at)), at, to);
            boxes.add(box);
            at = (int) box.end();
        }
        return boxes;
    }

    /** The whole box, header included. */
    ByteBuffer load(FileChannel file) throws IOException {
        if (size > MAX_LOADED_BYTES) {
            throw new Mp4FormatException(type + " of " + size + " bytes");
        }
        return read(file, offset, (int) size);
    }

    private static Box header(ByteBuffer head, long at, long to) {
        if (head.remaining() < SHORT_HEADER) {
            throw new Mp4FormatException("half a box header at " + at);
        }
        long size = Integer.toUnsignedLong(head.getInt(head.position()));
        byte[] code = new byte[4];
        head.get(head.position() + 4, code);
        int headerBytes = SHORT_HEADER;
        if (size == SIZE_IN_LONG_HEADER) {
            if (head.remaining() < LONG_HEADER) {
                throw new Mp4FormatException("half a box header at " + at);
            }
            headerBytes = LONG_HEADER;
            size = head.getLong(head.position() + SHORT_HEADER);
        } else if (size == SIZE_TO_END) {
            size = to - at;
        }
        String type = new String(code, StandardCharsets.ISO_8859_1);
        if (size < headerBytes || size > to - at) {
            throw new Mp4FormatException("box " + type + " at " + at + " claims " + size + " bytes");
        }
        return new Box(type, at, headerBytes, size);
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("file ends at " + (at + buffer.position()));
            }
        }
        return buffer.flip();
    }
}
