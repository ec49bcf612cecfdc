package dev.tenure.benchmarks.store;

import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;

/** So many bytes that nobody can compress, at the price of copying them. */
public final class Noise extends InputStream {

    /** The head of a WebM file as recorders write it: header (RFC 8794, 11.2), segment of unknown size, tracks, cluster of unknown size (RFC 9559, 5.1). */
    private static final byte[] WEBM = HexFormat.of()
            .parseHex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102"
                    + "1853806701ffffffffffffff" + "1654ae6b80" + "1f43b67501ffffffffffffff");

    private static final byte[] PATTERN = new byte[(1 << 20) + 7];

    static {
        new Random(1).nextBytes(PATTERN);
    }

    private long left;
    private int at;

    public Noise(long size) {
        left = size;
    }

    /** Noise behind the head of a film, as recorders send it: what looks at content has the work that recordings make, not what nonsense makes. */
    public static byte[] film(int size) {
        byte[] bytes = bytes(size);
        System.arraycopy(WEBM, 0, bytes, 0, Math.min(WEBM.length, size));
        return bytes;
    }

    public static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        int got = new Noise(size).read(bytes, 0, size);
        for (int filled = got; filled < size; filled += got) {
            got = Math.min(size - filled, PATTERN.length);
            System.arraycopy(PATTERN, 0, bytes, filled, got);
        }
        return bytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(Math.min(left, length), PATTERN.length - at);
        System.arraycopy(PATTERN, at, target, offset, count);
        at = (at + count) % PATTERN.length;
        left -= count;
        return count;
    }
}
