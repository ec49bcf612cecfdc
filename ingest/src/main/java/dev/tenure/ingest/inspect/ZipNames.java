package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in a ZIP file's directory (APPNOTE 4.3.12), to tell what kind of archive it is. Nothing is unpacked, no name becomes a path, and no
 * size that it claims is believed: two reads, however large it is, and at most {@value #MAX_ENTRIES} names.
 */
final class ZipNames {

    /** Enough to tell a document, which has some hundred; an archive of a million is told as an archive. */
    private static final int MAX_ENTRIES = 2_000;

    private static final int MAX_DIRECTORY = 1 << 20;

    /** The end of the directory with the longest comment. */
    private static final int END = 22 + 0xffff;

    private static final int END_MARK = 0x06054b50;
    private static final int ENTRY_MARK = 0x02014b50;
    private static final int ENCRYPTED = 1;
    private static final short PK = 0x4b50;

    private final Set<String> names = new HashSet<>();
    private boolean encrypted;
    private @Nullable String storedType;

    private ZipNames() {}

    /** Whether it begins as archives do. */
    static boolean mayBe(SealedObject content) throws IOException {
        return content.size() > 4 && read(content, 0, 2).getShort() == PK;
    }

    /** What can be read of the directory; nothing where there is none. */
    static ZipNames of(SealedObject content) throws IOException {
        ZipNames found = new ZipNames();
        long size = content.size();
        int length = (int) Math.min(END, size);
        ByteBuffer end = read(content, size - length, length);
        for (int at = length - 22; at >= 0; at--) {
            if (end.getInt(at) == END_MARK) {
                long directorySize = Integer.toUnsignedLong(end.getInt(at + 12));
                long offset = Integer.toUnsignedLong(end.getInt(at + 16));
                if (offset < size) {
                    found.readDirectory(read(
                            content, offset, (int) Math.min(Math.min(directorySize, MAX_DIRECTORY), size - offset)));
                }
                break;
            }
        }
        found.readStoredType(read(content, 0, (int) Math.min(200, size)));
        return found;
    }

    private static ByteBuffer read(SealedObject content, long from, int length) throws IOException {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        try (InputStream stream = content.open(new ByteRange(from, length))) {
            return ByteBuffer.wrap(stream.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private void readDirectory(ByteBuffer directory) {
        try {
            while (names.size() < MAX_ENTRIES && directory.remaining() >= 46 && directory.getInt() == ENTRY_MARK) {
                int entry = directory.position() - 4;
                encrypted |= (directory.getShort(entry + 8) & ENCRYPTED) != 0;
                int name = Short.toUnsignedInt(directory.getShort(entry + 28));
                int extra = Short.toUnsignedInt(directory.getShort(entry + 30));
                int comment = Short.toUnsignedInt(directory.getShort(entry + 32));
                byte[] text = new byte[name];
                directory.position(entry + 46).get(text);
                names.add(new String(text, StandardCharsets.UTF_8));
                directory.position(directory.position() + extra + comment);
            }
        } catch (BufferUnderflowException | IllegalArgumentException endsEarly) {
            // What was read before is true all the same.
        }
    }

    /** OpenDocument and EPUB say their type in a first entry that is not packed. */
    private void readStoredType(ByteBuffer head) {
        byte[] bytes = new byte[head.remaining()];
        head.get(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("mimetypeapplication/");
        if (at >= 30 && at <= 100) {
            String type = text.substring(at + 8).split("[^a-z0-9/.+-]", 2)[0];
            storedType = type.endsWith("PK") ? type.substring(0, type.length() - 2) : type;
        }
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    boolean anyBegins(String folder) {
        return names.stream().anyMatch(name -> name.startsWith(folder));
    }

    /** Whether something in it cannot be looked at without a password. */
    boolean encrypted() {
        return encrypted;
    }

    @Nullable
    String storedType() {
        return storedType;
    }
}
