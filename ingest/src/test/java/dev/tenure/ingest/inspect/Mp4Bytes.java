package dev.tenure.ingest.inspect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Boxes of ISO media, byte by byte. */
final class Mp4Bytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Mp4Bytes file() {
        return new Mp4Bytes().box("ftyp", "isom\0\0\2\0isomiso2avc1mp41".getBytes(StandardCharsets.ISO_8859_1));
    }

    Mp4Bytes box(String type, byte[] payload) {
        return header(8 + payload.length, type).raw(payload);
    }

    Mp4Bytes box(String type, int payload) {
        return box(type, new byte[payload]);
    }

    /** A header alone, claiming this size whatever follows. */
    Mp4Bytes header(int size, String type) {
        return raw(ByteBuffer.allocate(8)
                .putInt(size)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .array());
    }

    /** A header with a 64-bit size. */
    Mp4Bytes largeHeader(long size, String type) {
        return header(1, type).raw(ByteBuffer.allocate(8).putLong(size).array());
    }

    Mp4Bytes raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
