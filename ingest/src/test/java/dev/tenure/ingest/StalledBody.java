package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A body that has begun to be read and does not go on until it is told to. */
final class StalledBody extends InputStream {

    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final FailingBody bytes;

    StalledBody(byte[] content) {
        this.bytes = FailingBody.whole(content, 0, content.length);
    }

    void awaitReader() throws InterruptedException {
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void goOn() {
        proceed.countDown();
    }

    private void stall() throws IOException {
        reading.countDown();
        try {
            if (!proceed.await(30, TimeUnit.SECONDS)) {
                throw new IOException("never told to go on");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public int read() throws IOException {
        stall();
        return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        stall();
        return bytes.read(target, offset, length);
    }

    @Override
    public void close() {
        goOn();
    }
}
