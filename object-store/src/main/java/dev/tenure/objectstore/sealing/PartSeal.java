package dev.tenure.objectstore.sealing;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import com.google.crypto.tink.subtle.StreamSegmentEncrypter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Seals parts, and prepares their opening, under one data key and one binding. Safe for use by many threads. */
public final class PartSeal {

    /** What a part is to its object; part of what it is bound to. */
    public enum Role {
        /** Full, with more to come after it. */
        INNER,
        /** The end of the object. */
        LAST,
        /** What had arrived of an unfinished part when a request ended; never part of the finished object. */
        TAIL
    }

    private static final byte[] FORMAT = "tenure-sealed/1".getBytes(StandardCharsets.US_ASCII);

    private final AesGcmHkdfStreaming cipher;
    private final SealBinding binding;

    public PartSeal(DataKey key, SealBinding binding) {
        try {
            this.cipher =
                    new AesGcmHkdfStreaming(key.secret(), "HmacSha256", DataKey.SIZE, SealedLayout.SEGMENT_SIZE, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do AES-256-GCM", e);
        }
        this.binding = binding;
    }

    /** Seals the first {@code length} bytes of the plaintext as one part. The plaintext is left as it is. */
    public byte[] seal(int number, Role role, byte[] plaintext, int length) {
        byte[] sealed = new byte[Math.toIntExact(SealedLayout.sealedSizeFor(length))];
        seal(number, role, plaintext, length, sealed);
        return sealed;
    }

    /** The same into an array that has exactly the size of the sealed part. */
    void seal(int number, Role role, byte[] plaintext, int length, byte[] into) {
        seal(number, role, plaintext, 0, length, into);
    }

    /**
     * Seals a part in the array in which it lies; the plaintext is gone then. The sealed part begins at the array's begin.
     *
     * @param start where the plaintext begins: with as much room before it as the seal adds to it, or more
     * @return the size of the sealed part
     */
    public int sealInPlace(int number, Role role, byte[] bytes, int start, int length) {
        int size = Math.toIntExact(SealedLayout.sealedSizeFor(length));
        if (start < size - length) {
            throw new IllegalArgumentException("no room for the seal: " + start + " bytes before " + length);
        }
        seal(number, role, bytes, start, length, bytes);
        return size;
    }

    /** Each segment is written at or before where it was read, and never over the next: so both may be one array. */
    private void seal(int number, Role role, byte[] plaintext, int start, int length, byte[] into) {
        try {
            StreamSegmentEncrypter encrypter = SteadyThreads.<StreamSegmentEncrypter>call(
                    () -> cipher.newStreamSegmentEncrypter(associatedData(number, role)));
            ByteBuffer sealed = ByteBuffer.wrap(into);
            sealed.put(encrypter.getHeader());
            int segments = SealedLayout.segmentCount(length);
            for (int segment = 0; segment < segments; segment++) {
                int from = SealedLayout.plaintextOffsetOf(segment);
                boolean last = segment == segments - 1;
                int to = last ? length : SealedLayout.plaintextOffsetOf(segment + 1);
                encrypter.encryptSegment(ByteBuffer.wrap(plaintext, start + from, to - from), last, sealed);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * Opens one whole part held in memory.
     *
     * @throws SealBroken when it is not exactly what was sealed as this part of this object
     */
    public byte[] open(int number, Role role, byte[] sealed) throws SealBroken {
        int overhead = SealedLayout.HEADER_SIZE + SealedLayout.TAG_SIZE;
        if (sealed.length < overhead) {
            throw new SealBroken("part " + number + " is cut short", null);
        }
        int segments = (sealed.length + SealedLayout.SEGMENT_SIZE - 1) / SealedLayout.SEGMENT_SIZE;
        int length = sealed.length - SealedLayout.HEADER_SIZE - segments * SealedLayout.TAG_SIZE;
        if (length < 0) {
            throw new SealBroken("part " + number + " is cut short", null);
        }
        SegmentOpener opener = opener(number, role, ByteBuffer.wrap(sealed, 0, SealedLayout.HEADER_SIZE));
        ByteBuffer plaintext = ByteBuffer.allocate(length);
        for (int segment = 0; segment < segments; segment++) {
            int from = segment == 0 ? SealedLayout.HEADER_SIZE : segment * SealedLayout.SEGMENT_SIZE;
            int to = Math.min(sealed.length, (segment + 1) * SealedLayout.SEGMENT_SIZE);
            opener.open(ByteBuffer.wrap(sealed, from, to - from), segment, segment == segments - 1, plaintext);
        }
        return plaintext.array();
    }

    SegmentOpener opener(int number, Role role, ByteBuffer header) throws SealBroken {
        try {
            StreamSegmentDecrypter decrypter = cipher.newStreamSegmentDecrypter();
            decrypter.init(header, associatedData(number, role));
            return (ciphertext, segment, last, plaintext) -> {
                try {
                    decrypter.decryptSegment(ciphertext, segment, last, plaintext);
                } catch (GeneralSecurityException e) {
                    throw new SealBroken("segment " + segment + " of part " + number + " does not open", e);
                }
            };
        } catch (GeneralSecurityException e) {
            throw new SealBroken("the header of part " + number + " does not open", e);
        }
    }

    /** Opens the segments of one part. */
    @FunctionalInterface
    interface SegmentOpener {
        void open(ByteBuffer ciphertext, int segment, boolean last, ByteBuffer plaintext) throws SealBroken;
    }

    /** {@code tenure-sealed/1}, NUL, binding, NUL, part number (4 bytes, big-endian), role (1 byte: 0 inner, 1 last, 2 tail). */
    private byte[] associatedData(int number, Role role) {
        byte[] bound = binding.bytes();
        byte mark = switch (role) {
            case INNER -> 0;
            case LAST -> 1;
            case TAIL -> 2;
        };
        return ByteBuffer.allocate(FORMAT.length + 1 + bound.length + 1 + 4 + 1)
                .put(FORMAT)
                .put((byte) 0)
                .put(bound)
                .put((byte) 0)
                .putInt(number)
                .put(mark)
                .array();
    }
}
