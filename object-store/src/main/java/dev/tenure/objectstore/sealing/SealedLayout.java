package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.StoredPart;

/**
 * Where plaintext bytes lie in a sealed object.
 *
 * <p>Format, version 1: part <i>i</i> (from 1) seals {@code partSize} plaintext bytes, the last part what is left; an empty object has one
 * empty part. A sealed part is a 40-byte header (1 length byte, 32 bytes of salt, 7 of nonce prefix) and segments of at most 1 MiB, header
 * included in the first; each segment ends with a 16-byte tag.
 *
 * @param plaintextSize bytes before sealing
 * @param partSize plaintext bytes of every part but the last. Large parts cost memory while sealing, small ones run into the limit of {@value
 *     StoredPart#MAX_NUMBER} parts
 */
public record SealedLayout(long plaintextSize, int partSize) {

    public static final int DEFAULT_PART_SIZE = 8 << 20;

    static final int HEADER_SIZE = 40;
    static final int SEGMENT_SIZE = 1 << 20;
    static final int TAG_SIZE = 16;
    private static final int SEGMENT_PLAINTEXT = SEGMENT_SIZE - TAG_SIZE;

    /** S3 wants 5 MiB of every part but the last. */
    private static final int MIN_PART_SIZE = 5 << 20;

    private static final int MAX_PART_SIZE = 512 << 20;

    public SealedLayout {
        if (plaintextSize < 0) {
            throw new IllegalArgumentException("negative size: " + plaintextSize);
        }
        requirePartSize(partSize);
        if (plaintextSize > (long) StoredPart.MAX_NUMBER * partSize) {
            throw new IllegalArgumentException(plaintextSize + " bytes do not fit into " + StoredPart.MAX_NUMBER
                    + " parts of " + partSize + "; choose larger parts");
        }
    }

    static void requirePartSize(int partSize) {
        if (partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
            throw new IllegalArgumentException(
                    "part size out of " + MIN_PART_SIZE + ".." + MAX_PART_SIZE + " bytes: " + partSize);
        }
    }

    /** The layout for an object of this size with the smallest part size, from the default on, that holds it with room to spare. */
    public static SealedLayout of(long plaintextSize) {
        return new SealedLayout(plaintextSize, partSizeFor(plaintextSize));
    }

    /** The default part size up to 64 GiB of plaintext, then as many times doubled as needed to stay below 8,192 parts. */
    public static int partSizeFor(long plaintextSize) {
        int partSize = DEFAULT_PART_SIZE;
        while (plaintextSize / partSize > 8192 && partSize < MAX_PART_SIZE) {
            partSize *= 2;
        }
        return partSize;
    }

    public int partCount() {
        return Math.max(1, Math.toIntExact((plaintextSize + partSize - 1) / partSize));
    }

    public int plaintextSizeOf(int part) {
        return (int) Math.min(partSize, plaintextSize - (long) (part - 1) * partSize);
    }

    /** Bytes of the whole sealed object in the bucket. */
    public long sealedSize() {
        int last = partCount();
        return sealedOffsetOf(last) + sealedSizeFor(plaintextSizeOf(last));
    }

    /** Bytes that hold any one segment of the object, sealed or not. */
    int segmentRoom() {
        return (int) Math.min(SEGMENT_SIZE, sealedSize());
    }

    long sealedOffsetOf(int part) {
        return (part - 1) * sealedSizeFor(partSize);
    }

    /** Bytes of one sealed part of so many plaintext bytes. */
    public static long sealedSizeFor(int plaintext) {
        return (long) plaintext + HEADER_SIZE + (long) TAG_SIZE * segmentCount(plaintext);
    }

    static int segmentCount(int plaintext) {
        return Math.max(
                1, Math.toIntExact(((long) plaintext + HEADER_SIZE + SEGMENT_PLAINTEXT - 1) / SEGMENT_PLAINTEXT));
    }

    /** The segment of a part in which the plaintext byte at this offset of the part lies. */
    static int segmentOf(int offset) {
        return Math.toIntExact(((long) offset + HEADER_SIZE) / SEGMENT_PLAINTEXT);
    }

    /** Offset in the part of the first plaintext byte of a segment. */
    static int plaintextOffsetOf(int segment) {
        return segment == 0 ? 0 : segment * SEGMENT_PLAINTEXT - HEADER_SIZE;
    }
}
