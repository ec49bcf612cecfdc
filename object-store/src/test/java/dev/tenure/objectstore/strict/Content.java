package dev.tenure.objectstore.strict;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes as stored, never changed, with the ETag and the checksums under which S3 reports them. */
public final class Content {

    /** What a delete marker holds. */
    static final Content NONE = new Content(new byte[0], 0, "", Map.of());

    private final byte[] bytes;
    private final int size;
    private volatile @Nullable String etag;
    private final Map<String, String> checksums;

    private Content(byte[] bytes, int size, @Nullable String etag, Map<String, String> checksums) {
        this.bytes = bytes;
        this.size = size;
        this.etag = etag;
        this.checksums = Map.copyOf(checksums);
    }

    /** The bytes, which nobody changes from now on. */
    public static Content of(byte[] bytes) {
        return of(bytes, Map.of());
    }

    /**
     * The bytes, which nobody changes from now on.
     *
     * @param checksums by header name, for instance {@code x-amz-checksum-crc32}, as the writer proved them
     */
    static Content of(byte[] bytes, Map<String, String> checksums) {
        return new Content(bytes, bytes.length, null, checksums);
    }

    /** One object out of parts; its ETag is the MD5 of their MD5s and their number, as S3's is. */
    static Content joined(List<Content> parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (Content part : parts) {
            whole.writeBytes(part.bytes);
            digests.writeBytes(HexFormat.of().parseHex(part.etag()));
        }
        String etag = HexFormat.of().formatHex(Digests.md5(digests.toByteArray())) + "-" + parts.size();
        return new Content(whole.toByteArray(), whole.size(), etag, Map.of());
    }

    /** The stored bytes themselves: for reading only. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** What a listing may still say of it after its bytes are gone. */
    Content withoutBytes() {
        String known = etag;
        return new Content(new byte[0], size, known == null ? "" : known, Map.of());
    }

    /** Without its quotes. Reckoned when it is first asked for: who writes much and asks little need not wait for it. */
    public String etag() {
        String known = etag;
        if (known == null) {
            known = HexFormat.of().formatHex(Digests.md5(bytes));
            etag = known;
        }
        return known;
    }

    Map<String, String> checksums() {
        return checksums;
    }
}
