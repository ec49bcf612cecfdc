package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The index of an ISO base media file (ISO/IEC 14496-12): tables that hold what they claim, tracks that can be counted, a length that a meeting
 * can have. One read, from front to back; only heads of boxes and tables are looked at.
 */
final class MovieIndex {

    /** A day of video with sound has some tens of MB of tables. */
    private static final long MAX_SIZE = 256L << 20;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_BOXES = 20_000;

    /** As of Matroska: a track for each voice at most. */
    private static final int MAX_TRACKS = 128;

    /** No meeting takes longer; what claims to makes others reserve for it. */
    private static final long MAX_SECONDS = 7L * 24 * 3600;

    /** Boxes that hold boxes. */
    private static final Set<String> MASTERS = Set.of("trak", "mdia", "minf", "stbl", "edts", "mvex", "dinf");

    /** Tables that begin with the number of their entries, and the bytes of one. */
    private static final Map<String, Integer> TABLES =
            Map.of("stts", 8, "ctts", 8, "stsc", 12, "stco", 4, "co64", 8, "stss", 4);

    private final DataInputStream stream;
    private int boxes;
    private int tracks;

    private MovieIndex(InputStream stream) {
        this.stream = new DataInputStream(stream);
    }

    /** Ends the look; its message is for people. */
    private static final class Absurd extends Exception {

        Absurd(String message) {
            super(message);
        }
    }

    /** What in the index cannot be, for people to read; empty when nothing is. */
    static Optional<String> absurdity(SealedObject content, long from, long size) throws IOException {
        if (size > MAX_SIZE) {
            return Optional.of("the file's index claims " + size + " bytes, more than any recorder writes");
        }
        if (size == 0) {
            return Optional.of("the file's index is empty");
        }
        try (InputStream bytes = content.open(new ByteRange(from, size))) {
            new MovieIndex(bytes).walk(size, 1);
            return Optional.empty();
        } catch (Absurd absurd) {
            return Optional.of(String.valueOf(absurd.getMessage()));
        }
    }

    private void walk(long size, int depth) throws IOException, Absurd {
        if (depth > MAX_DEPTH) {
            throw new Absurd("the file's index nests deeper than any recorder writes");
        }
        long left = size;
        while (left >= 8) {
            if (++boxes > MAX_BOXES) {
                throw new Absurd("the file's index has more boxes than any recorder writes");
            }
            long box = Integer.toUnsignedLong(stream.readInt());
            byte[] name = new byte[4];
            stream.readFully(name);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            int head = 8;
            if (box == 0) {
                // QuickTime ends lists so.
                skip(left - 8);
                return;
            }
            if (box == 1 && left >= 16) {
                box = stream.readLong();
                head = 16;
            }
            if (box < head || box > left) {
                throw new Absurd(
                        "the file is damaged: a box of its index claims " + box + " bytes, " + left + " are there");
            }
            inside(type, box - head, depth);
            left -= box;
        }
        skip(left);
    }

    private void inside(String type, long size, int depth) throws IOException, Absurd {
        if (type.equals("trak") && ++tracks > MAX_TRACKS) {
            throw new Absurd("the file has more than " + MAX_TRACKS + " tracks, more than any meeting");
        }
        Integer entry = TABLES.get(type);
        if (MASTERS.contains(type)) {
            walk(size, depth + 1);
        } else if (entry != null && size >= 8) {
            stream.readInt();
            table(type, Integer.toUnsignedLong(stream.readInt()), entry, size - 8);
            skip(size - 8);
        } else if (type.equals("stsz") && size >= 12) {
            stream.readInt();
            long common = Integer.toUnsignedLong(stream.readInt());
            table(type, Integer.toUnsignedLong(stream.readInt()), common == 0 ? 4 : 0, size - 12);
            skip(size - 12);
        } else if (type.equals("mvhd") && size >= 32) {
            duration(size);
        } else {
            skip(size);
        }
    }

    private static void table(String type, long entries, int bytes, long there) throws Absurd {
        if (entries * bytes > there) {
            throw new Absurd("the file is damaged: its table " + type + " claims " + entries + " entries in " + there
                    + " bytes");
        }
    }

    private void duration(long size) throws IOException, Absurd {
        int version = stream.readInt() >>> 24;
        stream.readNBytes(version == 1 ? 16 : 8);
        long scale = Integer.toUnsignedLong(stream.readInt());
        long length = version == 1 ? stream.readLong() : Integer.toUnsignedLong(stream.readInt());
        boolean unknown = length == -1 || (version == 0 && length == 0xffff_ffffL);
        if (!unknown && scale > 0 && Long.divideUnsigned(length, scale) > MAX_SECONDS) {
            throw new Absurd("the file claims to be " + Long.divideUnsigned(length, scale) + " seconds long");
        }
        skip(size - (version == 1 ? 32 : 20));
    }

    private void skip(long bytes) throws IOException {
        stream.skipNBytes(bytes);
    }
}
