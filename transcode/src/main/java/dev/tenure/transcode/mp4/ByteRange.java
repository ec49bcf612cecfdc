package dev.tenure.transcode.mp4;

/**
 * Some bytes of a file.
 *
 * @param offset position of the first
 * @param length how many
 */
public record ByteRange(long offset, long length) {

    public ByteRange {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("range of " + length + " bytes at " + offset);
        }
    }

    public long end() {
        return offset + length;
    }
}
