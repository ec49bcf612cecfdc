package dev.tenure.transcode;

import dev.tenure.transcode.media.Container;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether a file is all there, told by the sizes that its outermost structure names; nothing is decoded. */
enum SourceShape {

    /** Nothing speaks against it. */
    WHOLE,

    /** It names more bytes than it has: what is there can be read, and ends early. */
    CUT,

    /** An MP4 without the box that says where its samples are: its recorder never came to write it. */
    HEADLESS;

    /** Boxes looked at: as many as the fragments of several days. */
    private static final int MAX_BOXES = 1_000_000;

    private static final int HEADER = 16;
    private static final int EBML_SEGMENT = 0x18538067;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    static SourceShape of(Path file, Container container) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return switch (container) {
                case MP4 -> isoMedia(channel);
                case WAV, AVI -> riff(channel);
                case MATROSKA -> matroska(channel);
                case OGG, MPEG_TS, FLV, MP3, FLAC, AAC -> WHOLE;
            };
        }
    }

    private static SourceShape isoMedia(FileChannel file) throws IOException {
        boolean index = false;
        boolean cut = false;
        long at = 0;
        for (int seen = 0; at < file.size() && seen < MAX_BOXES; seen++) {
            ByteBuffer head = read(file, at, HEADER);
            if (head.remaining() < 8) {
                cut = true;
                break;
            }
            long size = head.getInt(0) & UNSIGNED;
            if (size == 1 && head.remaining() == HEADER) {
                size = head.getLong(8);
            } else if (size == 0) {
                size = file.size() - at;
            }
            if (size < 8) {
                // Whatever this is, it is for the demuxer to judge.
                break;
            }
            boolean beyond = size > file.size() - at;
            index |= !beyond && type(head).equals("moov");
            cut |= beyond;
            at = beyond ? file.size() : at + size;
        }
        if (!index) {
            return HEADLESS;
        }
        return cut ? CUT : WHOLE;
    }

    private static String type(ByteBuffer head) {
        byte[] code = new byte[4];
        head.get(4, code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    /** A recorder that never finished leaves zero or all ones for the size, and the demuxer reads on to the end. */
    private static SourceShape riff(FileChannel file) throws IOException {
        ByteBuffer head = read(file, 0, HEADER).order(ByteOrder.LITTLE_ENDIAN);
        if (head.remaining() < 8) {
            return WHOLE;
        }
        long size = head.getInt(4) & UNSIGNED;
        // An odd length may lack its padding byte.
        return size != UNSIGNED && size + 8 > file.size() + 1 ? CUT : WHOLE;
    }

    private static SourceShape matroska(FileChannel file) throws IOException {
        ByteBuffer head = read(file, 0, HEADER);
        if (head.remaining() < HEADER) {
            return WHOLE;
        }
        long[] header = length(head, 4);
        long segment = header[0] + header[1];
        ByteBuffer next = read(file, segment, HEADER);
        if (header[1] < 0 || next.remaining() < HEADER || next.getInt(0) != EBML_SEGMENT) {
            return WHOLE;
        }
        long[] content = length(next, 4);
        return content[1] > file.size() - segment - content[0] ? CUT : WHOLE;
    }

    /** Where the content behind an EBML length begins, and how long it is; -1 for a length that is not known (RFC 8794, 4). */
    private static long[] length(ByteBuffer buffer, int at) {
        int first = buffer.get(at) & 0xFF;
        int bytes = Integer.numberOfLeadingZeros(first) - 23;
        if (bytes > 8) {
            return new long[] {at + 1, -1};
        }
        long value = first & ((1 << (8 - bytes)) - 1);
        boolean ones = value == (1 << (8 - bytes)) - 1;
        for (int i = 1; i < bytes; i++) {
            int next = buffer.get(at + i) & 0xFF;
            value = value << 8 | next;
            ones &= next == 0xFF;
        }
        return new long[] {at + bytes, ones ? -1 : value};
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        if (at >= 0 && at < file.size()) {
            while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
                // Reads on until it is full or the file ends.
            }
        }
        return buffer.flip();
    }
}
