package dev.tenure.app.whole;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Bends boxes of ISO media and chunks of RIFF, so that a film says what no recorder writes. */
final class Boxes {

    private Boxes() {}

    static byte[] box(String type, byte[]... payload) {
        byte[] inside = joined(payload);
        return joined(ByteBuffer.allocate(4).putInt(8 + inside.length).array(), ascii(type), inside);
    }

    /** A chunk of RIFF: its length is little-endian and does not count its head. */
    static byte[] chunk(String type, byte[]... payload) {
        byte[] inside = joined(payload);
        byte[] length = ByteBuffer.allocate(4)
                .putInt(Integer.reverseBytes(inside.length))
                .array();
        return joined(ascii(type), length, inside, new byte[inside.length & 1]);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The film with another payload in the first box at this place, and the sizes of all that hold it put right. */
    static byte[] bent(byte[] film, List<String> place, UnaryOperator<byte[]> payload) {
        ByteArrayOutputStream bent = new ByteArrayOutputStream();
        boolean found = false;
        for (int at = 0; at + 8 <= film.length; ) {
            int size = ByteBuffer.wrap(film, at, 4).getInt();
            String type = new String(film, at + 4, 4, StandardCharsets.ISO_8859_1);
            byte[] inside = Arrays.copyOfRange(film, at + 8, at + size);
            if (!found && type.equals(place.getFirst())) {
                found = true;
                inside = place.size() == 1
                        ? payload.apply(inside)
                        : bent(inside, place.subList(1, place.size()), payload);
            }
            bent.writeBytes(box(type, inside));
            at += size;
        }
        if (!found) {
            throw new AssertionError("no box " + place);
        }
        return bent.toByteArray();
    }

    /** The film with a number of 32 bits written over what stands there in a box. */
    static byte[] overwritten(byte[] film, List<String> place, int offset, int value) {
        return bent(film, place, inside -> {
            ByteBuffer.wrap(inside).putInt(offset, value);
            return inside;
        });
    }

    /** All places where these bytes stand, overwritten by the ones given, from a distance behind their beginning. */
    static byte[] patched(byte[] bytes, byte[] sign, int distance, byte[] by) {
        byte[] patched = bytes.clone();
        int found = 0;
        for (int at = 0; at + distance + by.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + sign.length, sign, 0, sign.length)) {
                System.arraycopy(by, 0, patched, at + distance, by.length);
                found++;
            }
        }
        if (found == 0) {
            throw new AssertionError("the sign is nowhere");
        }
        return patched;
    }
}
