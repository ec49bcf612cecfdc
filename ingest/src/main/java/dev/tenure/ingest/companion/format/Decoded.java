package dev.tenure.ingest.companion.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file's text.
 *
 * @param encoding by its byte order mark; else UTF-8 where it is that; else windows-1252, in which any bytes are text
 */
record Decoded(String encoding, String text) {

    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** Empty where the bytes are no text in any of the encodings. */
    static @Nullable Decoded of(byte[] bytes) {
        if (starts(bytes, 0xef, 0xbb, 0xbf)) {
            return lenient(bytes, 3, StandardCharsets.UTF_8);
        }
        if (starts(bytes, 0xff, 0xfe)) {
            return lenient(bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (starts(bytes, 0xfe, 0xff)) {
            return lenient(bytes, 2, StandardCharsets.UTF_16BE);
        }
        for (byte one : bytes) {
            if (one == 0) {
                return null;
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Decoded(StandardCharsets.UTF_8.name(), text);
        } catch (CharacterCodingException notUtf8) {
            return new Decoded(WESTERN.name(), new String(bytes, WESTERN));
        }
    }

    private static Decoded lenient(byte[] bytes, int from, Charset charset) {
        return new Decoded(charset.name(), new String(bytes, from, bytes.length - from, charset));
    }

    private static boolean starts(byte[] bytes, int... wanted) {
        if (bytes.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    List<String> lines() {
        return List.of(text.split("\r\n|\n|\r|\u2028|\u2029|\u0085", -1));
    }
}
