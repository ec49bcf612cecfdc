package dev.tenure.transcode.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last bytes of a stream of any length. */
final class Tail {

    private final byte[] ring;
    private long written;

    Tail(int limit) {
        ring = new byte[limit];
    }

    synchronized void add(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % ring.length)] = buffer[i];
        }
    }

    /** The tail as text; bytes cut from a character at its start show as replacement characters. */
    synchronized String text() {
        if (written <= ring.length) {
            return new String(ring, 0, (int) written, StandardCharsets.UTF_8);
        }
        int start = (int) (written % ring.length);
        byte[] ordered = Arrays.copyOf(Arrays.copyOfRange(ring, start, ring.length), ring.length);
        System.arraycopy(ring, 0, ordered, ring.length - start, start);
        return new String(ordered, StandardCharsets.UTF_8);
    }
}
