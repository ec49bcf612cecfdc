package dev.tenure.transcode.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the tracks of a file are called in the CODECS attribute of a playlist (RFC 6381, RFC 8216 4.3.4.2), so that a player knows before the first byte
 * whether it can play them. Read from the sample descriptions (ISO/IEC 14496-12 8.5.2; 14496-15 for {@code avc1}; 14496-14 for {@code mp4a}).
 */
final class CodecNames {

    /** Bytes of a picture's sample entry before its boxes, and of a sound's. */
    private static final int PICTURE_ENTRY = 78;

    private static final int SOUND_ENTRY = 28;

    /** Bytes of a description table before its entries: version, flags, count. */
    private static final int TABLE_HEAD = 8;

    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int AAC = 0x40;

    private final ByteBuffer moov;

    private CodecNames(ByteBuffer moov) {
        this.moov = moov;
    }

    /** In the order of the tracks; empty when one of them has no name that is known here, for half a list would be a wrong one. */
    static List<String> of(ByteBuffer moov) {
        try {
            return new CodecNames(moov).read();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException outside) {
            throw new Mp4FormatException(outside);
        }
    }

    private List<String> read() {
        List<String> names = new ArrayList<>();
        Box root = Box.walk(moov, 0, moov.limit()).getFirst();
        for (Box trak : children(root, 0)) {
            if (trak.type().equals("trak")) {
                String name = name(inside(inside(inside(inside(trak, "mdia"), "minf"), "stbl"), "stsd"));
                if (name == null) {
                    return List.of();
                }
                names.add(name);
            }
        }
        return names;
    }

    private @Nullable String name(@Nullable Box descriptions) {
        if (descriptions == null) {
            return null;
        }
        List<Box> entries = children(descriptions, TABLE_HEAD);
        if (entries.isEmpty()) {
            return null;
        }
        Box entry = entries.getFirst();
        return switch (entry.type()) {
            case "avc1" -> avc(find(children(entry, PICTURE_ENTRY), "avcC"));
            case "av01" -> av1(find(children(entry, PICTURE_ENTRY), "av1C"));
            case "mp4a" -> mpeg4Audio(find(children(entry, SOUND_ENTRY), "esds"));
            case "Opus" -> "opus";
            default -> null;
        };
    }

    /** Profile, constraints and level, as they stand in the decoder's configuration. */
    private @Nullable String avc(@Nullable Box avcC) {
        return avcC == null ? null : "avc1.%02x%02x%02x".formatted(byteOf(avcC, 1), byteOf(avcC, 2), byteOf(avcC, 3));
    }

    /** Profile, level and tier, bits (AV1 codec ISO media file format binding, 5). */
    private @Nullable String av1(@Nullable Box av1C) {
        if (av1C == null) {
            return null;
        }
        int second = byteOf(av1C, 1);
        int third = byteOf(av1C, 2);
        int bits = (third & 0x40) == 0 ? 8 : (third & 0x20) == 0 ? 10 : 12;
        return String.format(
                Locale.ROOT, "av01.%d.%02d%s.%02d", second >> 5, second & 0x1f, third >> 7 == 1 ? "H" : "M", bits);
    }

    /** The kind of decoder, and for AAC the kind of AAC in its first five bits. */
    private @Nullable String mpeg4Audio(@Nullable Box esds) {
        if (esds == null) {
            return null;
        }
        ByteBuffer text = moov.slice((int) esds.contentOffset() + 4, (int) (esds.size() - esds.headerBytes() - 4));
        int kind = -1;
        while (text.remaining() > 1) {
            int tag = text.get();
            int length = length(text);
            switch (tag) {
                case DECODER_CONFIG -> {
                    kind = Byte.toUnsignedInt(text.get(text.position()));
                    text.position(text.position() + 13);
                }
                case DECODER_SPECIFIC -> {
                    return kind == AAC
                            ? "mp4a.40.%d".formatted(Byte.toUnsignedInt(text.get(text.position())) >> 3)
                            : null;
                }
                // The elementary stream's own head: id and flags, which our encoders leave empty.
                case 3 -> text.position(text.position() + 3);
                default -> text.position(text.position() + length);
            }
        }
        return null;
    }

    /** Seven bits a byte, the highest saying whether more follow (ISO/IEC 14496-1, 8.3.3). */
    private static int length(ByteBuffer text) {
        int length = 0;
        int next;
        do {
            next = Byte.toUnsignedInt(text.get());
            length = (length << 7) | (next & 0x7f);
        } while ((next & 0x80) != 0);
        return length;
    }

    private int byteOf(Box box, int index) {
        return Byte.toUnsignedInt(moov.get((int) box.contentOffset() + index));
    }

    private @Nullable Box inside(@Nullable Box box, String type) {
        return box == null ? null : find(children(box, 0), type);
    }

    private List<Box> children(Box box, int skipped) {
        return Box.walk(moov, (int) box.contentOffset() + skipped, (int) box.end());
    }

    private static @Nullable Box find(List<Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type().equals(type)).findFirst().orElse(null);
    }
}
