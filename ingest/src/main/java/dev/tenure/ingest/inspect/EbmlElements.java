package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The outermost elements of Matroska and WebM (RFC 8794, RFC 9559): a header that can be believed, a segment that ends where it says, tracks that
 * can be counted. Segments and clusters of unknown size are what live recorders write, and fine.
 *
 * <p>Headers are read by pages and their number is bounded; the tracks are read whole, because their size is bounded.
 */
final class EbmlElements {

    private static final int MAX_ELEMENTS = 64;
    /** An element's id has at most 4 bytes here, its size at most 8. */
    private static final int HEADER = 12;

    private static final int MAX_HEADER = 4096;

    /** Tracks describe codecs and fonts' names; a recorder writes some hundred bytes for each. */
    private static final int MAX_TRACKS_SIZE = 4 << 20;

    /** A meeting has as many voices as people; recorders write one track for each at most. More is an attack on the decoder. */
    private static final int MAX_TRACKS = 128;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_INNER = 100_000;

    private static final long EBML = 0x1a45dfa3L;
    private static final long SEGMENT = 0x18538067L;
    private static final long TRACKS = 0x1654ae6bL;
    private static final long TRACK_ENTRY = 0xaeL;
    private static final long CLUSTER = 0x1f43b675L;
    private static final long MAX_ID_LENGTH = 0x42f2L;
    private static final long MAX_SIZE_LENGTH = 0x42f3L;
    private static final long UNKNOWN = -1;

    private EbmlElements() {}

    /** Ends the look; its message is for people. */
    private static final class Damaged extends Exception {

        Damaged(String message) {
            super(message);
        }
    }

    /**
     * The head of an element.
     *
     * @param length bytes of the head itself
     * @param size bytes that follow it; below 0 when it does not say
     */
    private record Element(long id, int length, long size) {}

    /**
     * What is wrong with the file's structure, for people to read; empty when nothing is.
     *
     * @param head the first bytes, as many as were read before
     */
    static Optional<String> damage(SealedObject file, byte[] head) throws IOException {
        Pages content = new Pages(file, head);
        try {
            long position = afterHeader(content);
            Element segment = element(content, position, "its segment");
            if (segment.id() != SEGMENT) {
                throw new Damaged("the file is damaged: no segment follows its header");
            }
            long from = position + segment.length();
            long end = segment.size() == UNKNOWN ? content.size() : from + segment.size();
            if (end > content.size() || end < from) {
                throw new Damaged("the file is cut off: its segment needs " + segment.size() + " bytes, "
                        + (content.size() - from) + " are there");
            }
            walk(content, from, end);
            return Optional.empty();
        } catch (Damaged damage) {
            return Optional.of(String.valueOf(damage.getMessage()));
        }
    }

    private static long afterHeader(Pages content) throws IOException, Damaged {
        Element header = element(content, 0, "its header");
        if (header.id() != EBML || header.size() == UNKNOWN || header.size() > MAX_HEADER) {
            throw new Damaged("the file is damaged: its header claims " + size(header) + " bytes");
        }
        long end = header.length() + header.size();
        if (end > content.size()) {
            throw new Damaged("the file is cut off in its header");
        }
        ByteBuffer inside = content.at(header.length(), (int) header.size());
        while (inside.hasRemaining()) {
            Element one = element(inside, "the header");
            if (one.size() < 0 || one.size() > inside.remaining()) {
                throw new Damaged("the file is damaged: an element of its header claims " + size(one) + " bytes");
            }
            boolean limit = one.id() == MAX_ID_LENGTH || one.id() == MAX_SIZE_LENGTH;
            if (limit && number(inside, (int) one.size()) > (one.id() == MAX_ID_LENGTH ? 4 : 8)) {
                throw new Damaged("the file wants longer ids or sizes than any recorder writes");
            }
            inside.position(inside.position() + (int) one.size());
        }
        return end;
    }

    private static long number(ByteBuffer from, int bytes) {
        long value = 0;
        for (int i = 0; i < Math.min(bytes, 8); i++) {
            value = (value << 8) | (from.get(from.position() + i) & 0xff);
        }
        return value;
    }

    private static void walk(Pages content, long from, long end) throws IOException, Damaged {
        boolean tracks = false;
        long position = from;
        for (int count = 0; count < MAX_ELEMENTS && position < end; count++) {
            Element one = element(content, position, "an element");
            long inside = position + one.length();
            if (one.size() == UNKNOWN) {
                if (one.id() != CLUSTER) {
                    throw new Damaged("the file is damaged: an element at byte " + position + " does not say its size");
                }
                break;
            }
            if (one.size() > end - inside) {
                throw new Damaged("the file is cut off: its element at byte " + position + " needs " + one.size()
                        + " bytes, " + (end - inside) + " are there");
            }
            if (one.id() == TRACKS) {
                tracks = true;
                countTracks(content, inside, one.size());
            }
            position = inside + one.size();
        }
        if (!tracks) {
            throw new Damaged("the file has no tracks where recorders write them");
        }
    }

    private static void countTracks(Pages content, long from, long size) throws IOException, Damaged {
        if (size > MAX_TRACKS_SIZE) {
            throw new Damaged("the file's tracks claim " + size + " bytes, more than any recorder writes");
        }
        ByteBuffer inside = content.at(from, (int) size);
        int tracks = 0;
        int[] looked = new int[1];
        while (inside.hasRemaining()) {
            Element one = element(inside, "the tracks");
            if (one.size() < 0 || one.size() > inside.remaining()) {
                throw new Damaged("the file is damaged: a track claims " + size(one) + " bytes");
            }
            if (one.id() == TRACK_ENTRY) {
                tracks++;
                depth(inside.slice(inside.position(), (int) one.size()), 1, looked);
            }
            inside.position(inside.position() + (int) one.size());
        }
        if (tracks > MAX_TRACKS) {
            throw new Damaged("the file has " + tracks + " tracks, more than any meeting");
        }
    }

    /** Masters inside a track: Video, Audio, ContentEncodings and what they hold. */
    private static void depth(ByteBuffer inside, int depth, int[] looked) throws Damaged {
        if (depth > MAX_DEPTH) {
            throw new Damaged("the file nests deeper than any recorder writes");
        }
        while (inside.hasRemaining()) {
            if (++looked[0] > MAX_INNER) {
                throw new Damaged("the file's tracks hold more elements than any recorder writes");
            }
            Element one = element(inside, "a track");
            if (one.size() < 0 || one.size() > inside.remaining()) {
                throw new Damaged("the file is damaged: an element of a track claims " + size(one) + " bytes");
            }
            boolean master = one.id() == 0xe0
                    || one.id() == 0xe1
                    || one.id() == 0x6d80
                    || one.id() == 0x6240
                    || one.id() == 0x5034
                    || one.id() == 0x5035
                    || one.id() == TRACK_ENTRY;
            if (master) {
                depth(inside.slice(inside.position(), (int) one.size()), depth + 1, looked);
            }
            inside.position(inside.position() + (int) one.size());
        }
    }

    private static Element element(Pages content, long position, String what) throws IOException, Damaged {
        if (position >= content.size()) {
            throw new Damaged("the file is cut off before " + what);
        }
        return element(content.at(position, (int) Math.min(HEADER, content.size() - position)), what);
    }

    private static Element element(ByteBuffer from, String what) throws Damaged {
        int start = from.position();
        int idLength = Integer.numberOfLeadingZeros(from.get(start) & 0xff) - 23;
        if (idLength > 4 || from.remaining() < idLength + 1) {
            throw new Damaged("the file is damaged or cut off in " + what);
        }
        long id = number(from, idLength);
        from.position(start + idLength);
        int first = from.get(from.position()) & 0xff;
        int sizeLength = Integer.numberOfLeadingZeros(first) - 23;
        if (sizeLength > 8 || from.remaining() < sizeLength) {
            throw new Damaged("the file is damaged or cut off in " + what);
        }
        long mask = (1L << (7 * sizeLength)) - 1;
        long size = number(from, sizeLength) & mask;
        from.position(from.position() + sizeLength);
        return new Element(id, idLength + sizeLength, size == mask ? UNKNOWN : size);
    }

    private static String size(Element element) {
        return element.size() == UNKNOWN ? "no number of" : Long.toString(element.size());
    }
}
