package dev.tenure.transcode.mp4;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * Puts a file's {@code moov} in front of its media data, so that playing can start with the first bytes. The chunk
 * offsets in it grow by its own size; where they no longer fit into 32 bits, {@code stco} becomes {@code co64}.
 */
public final class FastStart {

    private static final Set<String> ON_THE_WAY = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final long MAX_STCO = 0xFFFF_FFFFL;
    private static final int COUNT_AT = 12;
    private static final int TABLE_AT = 16;

    private FastStart() {}

    /**
     * Writes {@code to}, forced to disk.
     *
     * @throws Mp4FormatException if {@code from} has not exactly one {@code ftyp} in front and one {@code moov}
     */
    public static void rewrite(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            List<Box> boxes = Box.walk(in, 0, in.size());
            List<Box> moovs =
                    boxes.stream().filter(box -> box.type().equals("moov")).toList();
            if (boxes.isEmpty() || !boxes.getFirst().type().equals("ftyp") || moovs.size() != 1) {
                throw new Mp4FormatException("not one ftyp and one moov");
            }
            Box moov = moovs.getFirst();
            ByteBuffer index = moov.load(in);
            boolean wide = in.size() + 2 * moov.size() > MAX_STCO;
            long shift = shifted(index, 0, wide).length;
            byte[] moved = shifted(index, shift, wide);
            copy(in, boxes.getFirst(), out);
            write(out, ByteBuffer.wrap(moved));
            for (Box box : boxes.subList(1, boxes.size())) {
                // Offsets of what stands behind the moov would grow by less: our encoder puts it last.
                if (box.offset() > moov.offset()) {
                    throw new Mp4FormatException("a box " + box.type() + " behind the moov");
                }
                if (!box.type().equals("moov")) {
                    copy(in, box, out);
                }
            }
            out.force(true);
        } catch (IndexOutOfBoundsException outside) {
            throw new Mp4FormatException(outside);
        }
    }

    /** The box with its chunk offsets grown by {@code shift}; {@code wide} makes all offset tables 64 bits wide. */
    static byte[] shifted(ByteBuffer moov, long shift, boolean wide) {
        Box box = Box.walk(moov, 0, moov.limit()).getFirst();
        ByteArrayOutputStream out = new ByteArrayOutputStream(moov.limit());
        append(moov, box, shift, wide, out);
        return out.toByteArray();
    }

    private static void append(ByteBuffer moov, Box box, long shift, boolean wide, ByteArrayOutputStream out) {
        if (ON_THE_WAY.contains(box.type())) {
            ByteArrayOutputStream content = new ByteArrayOutputStream((int) box.size());
            for (Box child : Box.walk(moov, (int) box.contentOffset(), (int) box.end())) {
                append(moov, child, shift, wide, content);
            }
            int size = 8 + content.size();
            out.writeBytes(ByteBuffer.allocate(8).putInt(size).put(code(box)).array());
            out.writeBytes(content.toByteArray());
        } else if (box.type().equals("stco") || box.type().equals("co64")) {
            out.writeBytes(offsets(moov, box, shift, wide));
        } else {
            byte[] same = new byte[(int) box.size()];
            moov.get((int) box.offset(), same);
            out.writeBytes(same);
        }
    }

    private static byte[] offsets(ByteBuffer moov, Box box, long shift, boolean wide) {
        boolean wasWide = box.type().equals("co64");
        boolean isWide = wasWide || wide;
        int at = (int) box.offset();
        int count = moov.getInt(at + COUNT_AT);
        int width = wasWide ? Long.BYTES : Integer.BYTES;
        if (count < 0 || TABLE_AT + (long) count * width != box.size()) {
            throw new Mp4FormatException(box.type() + " of " + count + " entries in " + box.size() + " bytes");
        }
        int size = TABLE_AT + count * (isWide ? Long.BYTES : Integer.BYTES);
        ByteBuffer table = ByteBuffer.allocate(size);
        table.putInt(size).put((isWide ? "co64" : "stco").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        table.putInt(moov.getInt(at + 8)).putInt(count);
        for (int i = 0; i < count; i++) {
            int entry = at + TABLE_AT + i * width;
            long offset = shift + (wasWide ? moov.getLong(entry) : Integer.toUnsignedLong(moov.getInt(entry)));
            if (isWide) {
                table.putLong(offset);
            } else {
                table.putInt((int) offset);
            }
        }
        return table.array();
    }

    private static byte[] code(Box box) {
        return box.type().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void copy(FileChannel in, Box box, FileChannel out) throws IOException {
        long at = box.offset();
        while (at < box.end()) {
            long moved = in.transferTo(at, box.end() - at, out);
            if (moved <= 0) {
                throw new IOException("could not copy " + box.type() + " at " + at);
            }
            at += moved;
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
