package dev.tenure.objectstore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes that count as open until they are closed. */
final class CountedBody extends ByteArrayInputStream {

    private final AtomicInteger open;
    private boolean closed;

    CountedBody(byte[] bytes, int first, int length, AtomicInteger open) {
        super(bytes, first, length);
        this.open = open;
        open.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
        super.close();
        if (!closed) {
            closed = true;
            open.decrementAndGet();
        }
    }
}
