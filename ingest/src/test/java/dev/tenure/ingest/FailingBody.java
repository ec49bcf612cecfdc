package dev.tenure.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives bytes in small, uneven portions, as a connection does, and breaks off after them where that is wanted. */
final class FailingBody extends InputStream {

    private final ByteArrayInputStream bytes;
    private final boolean breaks;

    private FailingBody(byte[] bytes, int offset, int length, boolean breaks) {
        this.bytes = new ByteArrayInputStream(bytes, offset, length);
        this.breaks = breaks;
    }

    static FailingBody whole(byte[] bytes, int offset, int length) {
        return new FailingBody(bytes, offset, length, false);
    }

    static FailingBody brokenOff(byte[] bytes, int offset, int length) {
        return new FailingBody(bytes, offset, length, true);
    }

    @Override
    public int read() throws IOException {
        return broken(bytes.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return broken(bytes.read(target, offset, Math.min(length, 30_011)));
    }

    private int broken(int result) throws IOException {
        if (result < 0 && breaks) {
            throw new IOException("connection reset");
        }
        return result;
    }
}
