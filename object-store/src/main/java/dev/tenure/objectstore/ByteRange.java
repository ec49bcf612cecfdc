package dev.tenure.objectstore;

/**
 * Consecutive bytes.
 *
 * @param first offset of the first byte, from 0
 * @param length how many bytes; 0 is a legal, empty range
 */
public record ByteRange(long first, long length) {

    public ByteRange {
        if (first < 0 || length < 0 || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("impossible range: " + first + "+" + length);
        }
    }

    public static ByteRange whole(long size) {
        return new ByteRange(0, size);
    }

    /** Offset of the byte after the last. */
    public long end() {
        return first + length;
    }
}
