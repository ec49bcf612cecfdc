package dev.tenure.ingest.handover.work;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A file on its way: hashed as it comes, shown to live while it does, and broken off when it drips. Breaking off loses nothing: what came is stored.
 */
final class WatchedStream extends FilterInputStream {

    /** Over which time the rate is counted. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final MessageDigest digest;
    private final BooleanSupplier alive;
    private final long slowest;
    private final LongSupplier nanoTime;
    private final long between;
    private long shownAt;
    private long windowAt;
    private long inWindow;
    private long count;

    /**
     * Watches.
     *
     * @param alive says so, and returns false when somebody else took over
     * @param between how often
     * @param slowest bytes in a second
     */
    WatchedStream(
            InputStream bytes,
            MessageDigest digest,
            BooleanSupplier alive,
            Duration between,
            long slowest,
            LongSupplier nanoTime) {
        super(bytes);
        this.digest = digest;
        this.alive = alive;
        this.between = between.toNanos();
        this.slowest = slowest;
        this.nanoTime = nanoTime;
        this.shownAt = nanoTime.getAsLong();
        this.windowAt = shownAt;
    }

    /** Bytes that came. */
    long count() {
        return count;
    }

    /** Of all that came. */
    MessageDigest digest() {
        return digest;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        watch();
        int got = in.read(target, offset, length);
        if (got > 0) {
            digest.update(target, offset, got);
            count += got;
            inWindow += got;
        }
        return got;
    }

    private void watch() throws IOException {
        long now = nanoTime.getAsLong();
        if (now - shownAt > between) {
            if (!alive.getAsBoolean()) {
                throw new IOException("another worker took over");
            }
            shownAt = now;
        }
        if (now - windowAt > WINDOW.toNanos()) {
            if (inWindow < slowest * WINDOW.toSeconds()) {
                throw new IOException("the source sent less than " + slowest + " bytes in a second");
            }
            windowAt = now;
            inWindow = 0;
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long bytes) throws IOException {
        // By reading, so that the hash is of all.
        byte[] skipped = new byte[Math.clamp(bytes, 0, 8192)];
        return Math.max(read(skipped, 0, skipped.length), 0);
    }
}
