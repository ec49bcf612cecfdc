package dev.tenure.ingest.handover.tar;

import dev.tenure.ingest.handover.Asking.Archive;
import dev.tenure.ingest.handover.Asking.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The members of one archive (POSIX.1-2001 pax, and GNU's long names), from its headers alone. All of it is refused when one header is not honest:
 * whoever writes one of those cannot be believed in the others.
 */
public final class TarMembers {

    private static final int BLOCK = 512;

    /** Of a header that holds a long name or further facts; more is made to fill memory. */
    private static final long MAX_EXTRA = 64 << 10;

    /** The longest name of a file, in characters; no media server's comes near. */
    private static final int MAX_NAME = 1000;

    /** Plain files, as they were written before POSIX and since, and those that lie in one piece. */
    private static final Set<Byte> FILES =
            Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG);

    private final SeekableByteChannel bytes;
    private final long end;
    private final int most;
    private final List<Member> members = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> next = new HashMap<>();
    private int headers;

    private TarMembers(SeekableByteChannel bytes, int most) throws IOException {
        this.bytes = bytes;
        this.end = bytes.size();
        this.most = most;
    }

    /**
     * Reads the headers.
     *
     * @param version what the archive's content is called
     * @param most headers; more are refused
     */
    public static Archive of(SeekableByteChannel bytes, String version, int most) throws IOException {
        TarMembers archive = new TarMembers(bytes, most);
        try {
            archive.read();
            return new Archive.Whole(version, archive.members);
        } catch (Dishonest dishonest) {
            return new Archive.Refused(version, String.valueOf(dishonest.getMessage()));
        }
    }

    /** Not to be taken. The message is for people. */
    private static final class Dishonest extends Exception {
        Dishonest(String message) {
            super(message);
        }
    }

    private void read() throws IOException, Dishonest {
        long position = 0;
        while (true) {
            if (end - position < BLOCK) {
                throw new Dishonest("the archive is cut off: it has no end");
            }
            byte[] block = at(position, BLOCK);
            if (isEmpty(block)) {
                if (!next.isEmpty()) {
                    throw new Dishonest("the archive ends where a file was announced");
                }
                return;
            }
            if (++headers > most) {
                throw new Dishonest("the archive has more than " + most + " entries");
            }
            TarArchiveEntry header = header(block, position);
            long data = position + BLOCK;
            long size = size(header);
            if (size < 0 || size > end - data) {
                throw new Dishonest("an entry claims " + size + " bytes, and " + (end - data) + " are left");
            }
            note(header, data, size);
            position = data + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    private byte[] at(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        bytes.position(position);
        while (buffer.hasRemaining()) {
            if (bytes.read(buffer) < 0) {
                throw new IOException("the archive became shorter while it was read");
            }
        }
        return buffer.array();
    }

    private static boolean isEmpty(byte[] block) {
        for (byte one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private static TarArchiveEntry header(byte[] block, long position) throws Dishonest {
        try {
            TarArchiveEntry header = new TarArchiveEntry(block);
            if (header.isCheckSumOK()) {
                return header;
            }
        } catch (IllegalArgumentException | UncheckedIOException malformed) {
            // As below.
        }
        throw new Dishonest("there is no header at byte " + position + " of the archive");
    }

    private long size(TarArchiveEntry header) throws Dishonest {
        String said = isAbout(header) ? null : next.get("size");
        if (said == null) {
            return header.getSize();
        }
        if (!said.matches("[0-9]{1,18}")) {
            throw new Dishonest("an entry has no size");
        }
        return Long.parseLong(said);
    }

    /** Whether it says something of the entry that follows. */
    private static boolean isAbout(TarArchiveEntry header) {
        return header.isPaxHeader()
                || header.isGlobalPaxHeader()
                || header.isGNULongNameEntry()
                || header.isGNULongLinkEntry();
    }

    private void note(TarArchiveEntry header, long data, long size) throws IOException, Dishonest {
        if (isAbout(header)) {
            if (size > MAX_EXTRA) {
                throw new Dishonest("a header of the archive has " + size + " bytes");
            }
            byte[] content = at(data, (int) size);
            if (header.isGNULongNameEntry()) {
                next.put("path", text(content).replaceFirst("\0+$", ""));
            } else if (header.isPaxHeader()) {
                further(content, next);
            } else if (header.isGlobalPaxHeader()) {
                Map<String, String> global = new HashMap<>();
                further(content, global);
                if (global.containsKey("path") || global.containsKey("size")) {
                    throw new Dishonest("the archive gives all its entries one name or size");
                }
            }
            return;
        }
        String name = next.getOrDefault("path", header.getName()).replaceFirst("^(\\./)+", "");
        if (header.isDirectory()) {
            String directory = name.replaceFirst("/$", "");
            if (!directory.isEmpty() && !isHonest(directory)) {
                throw new Dishonest("the name of an entry leads out of the archive, or is none");
            }
        } else {
            boolean sparse = next.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"));
            if (sparse || !FILES.contains(header.getLinkFlag())) {
                throw new Dishonest("the archive holds a link, a device or a file with holes");
            }
            if (!isHonest(name)) {
                throw new Dishonest("the name of an entry leads out of the archive, or is none");
            }
            if (!names.add(name)) {
                throw new Dishonest("the archive holds two files of one name");
            }
            members.add(
                    new Member(name, size, data, header.getLastModifiedTime().toInstant()));
        }
        next.clear();
    }

    /** Relative, and the same however it is read. */
    private static boolean isHonest(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || !name.matches("(?![A-Za-z]:)[^\\\\\\p{Cntrl}]+")) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** Records {@code length key=value\n}. */
    private static void further(byte[] content, Map<String, String> target) throws Dishonest {
        int from = 0;
        while (from < content.length) {
            int space = from;
            while (space < content.length && space - from < 6 && content[space] >= '0' && content[space] <= '9') {
                space++;
            }
            int length = space > from && space < content.length && content[space] == ' '
                    ? Integer.parseInt(new String(content, from, space - from, StandardCharsets.US_ASCII))
                    : 0;
            if (length < space - from + 3 || length > content.length - from || content[from + length - 1] != '\n') {
                throw new Dishonest("a header of the archive is malformed");
            }
            byte[] record = new byte[length - (space - from) - 2];
            System.arraycopy(content, space + 1, record, 0, record.length);
            String text = text(record);
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new Dishonest("a header of the archive is malformed");
            }
            target.put(text.substring(0, equals), text.substring(equals + 1));
            from += length;
        }
    }

    private static String text(byte[] bytes) throws Dishonest {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Dishonest("a name in the archive is not written in UTF-8");
        }
    }
}
