package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A file on its way, with a clock that the test moves. */
class WatchedStreamTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean mine = new AtomicBoolean(true);
    private final AtomicInteger signs = new AtomicInteger();
    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private WatchedStream watch(byte[] bytes, long slowest) {
        return new WatchedStream(
                new ByteArrayInputStream(bytes),
                digest,
                () -> {
                    signs.incrementAndGet();
                    return mine.get();
                },
                Duration.ofSeconds(30),
                slowest,
                nanos::get);
    }

    private void passes(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void theHashIsOfAllThatCameHoweverItWasRead() throws IOException {
        byte[] bytes = HandOverWorld.webm(5000, 1);
        WatchedStream stream = watch(bytes, 0);

        assertThat(stream.read()).isEqualTo(bytes[0]);
        assertThat(stream.skip(100)).isEqualTo(100);
        stream.readAllBytes();

        assertThat(stream.count()).isEqualTo(5000);
        assertThat(stream.digest().digest()).isEqualTo(sha256().digest(bytes));
    }

    @Test
    void whoeverDripsIsBrokenOffAfterAMinute() throws IOException {
        WatchedStream stream = watch(new byte[10_000], 10);
        for (int second = 0; second < 60; second++) {
            stream.read();
            passes(1);
        }
        stream.read();
        passes(1);

        assertThatExceptionOfType(IOException.class).isThrownBy(stream::read).withMessageContaining("less than 10");
    }

    @Test
    void whoeverIsFastEnoughIsNot() throws IOException {
        WatchedStream stream = watch(new byte[10_000], 10);
        for (int second = 0; second < 200; second++) {
            assertThat(stream.readNBytes(11)).hasSize(11);
            passes(1);
        }
    }

    @Test
    void aWorkerThatLostItsClaimStops() throws IOException {
        WatchedStream stream = watch(new byte[10_000], 0);
        stream.read();
        assertThat(signs).hasValue(0);
        passes(31);
        stream.read();
        stream.read();
        assertThat(signs).hasValue(1);

        mine.set(false);
        passes(31);
        assertThatExceptionOfType(IOException.class).isThrownBy(stream::read).withMessageContaining("took over");
    }
}
