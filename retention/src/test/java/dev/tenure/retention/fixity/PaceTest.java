package dev.tenure.retention.fixity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int RATE = 1000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Pace pace = new Pace(RATE, now::get, nanos -> {
        now.addAndGet(nanos);
        return ended.get();
    });

    @Test
    void bytesTakeTheTimeThatTheRateSays() throws IOException {
        long began = now.get();
        for (int i = 0; i < 50; i++) {
            pace.took(100);
        }
        assertThat(now.get() - began).isEqualTo(5 * SECOND);
    }

    @Test
    void theTimeThatReadingTakesIsPartOfIt() throws IOException {
        long began = now.get();
        for (int i = 0; i < 50; i++) {
            now.addAndGet(SECOND / 20);
            pace.took(100);
        }
        assertThat(now.get() - began).isEqualTo(5 * SECOND);
    }

    @Test
    void afterARestNoMoreThanASecondIsMadeUpFor() throws IOException {
        now.addAndGet(3600 * SECOND);
        long began = now.get();
        pace.took(5 * RATE);
        assertThat(now.get() - began).isEqualTo(4 * SECOND);
    }

    @Test
    void whoeverWaitsIsToldOfTheEnd() {
        ended.set(true);
        assertThatThrownBy(() -> pace.took(1)).isInstanceOf(InterruptedIOException.class);
    }
}
