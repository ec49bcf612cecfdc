package dev.tenure.catalog.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelyNamesTest {

    private static final InetAddress THERE = InetAddress.ofLiteral("203.0.113.1");
    private static final Duration LIMIT = Duration.ofMillis(700);

    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(2);

    @AfterEach
    void letGo() {
        answer.countDown();
    }

    /** Names that begin with "slow" are told when the test says so, those with "no" never. */
    private InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.startsWith("no")) {
            throw new UnknownHostException(host);
        }
        if (host.startsWith("slow")) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new AssertionError("a look-up cannot be interrupted", e);
            } finally {
                ended.countDown();
            }
        }
        return new InetAddress[] {THERE};
    }

    @Test
    void tellsWhatTheNamesSay() throws UnknownHostException {
        Names names = new TimelyNames(this::resolve, Duration.ofSeconds(30), 1);

        assertThat(names.resolve("fast.test")).containsExactly(THERE);
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> names.resolve("no.test"));
        assertThat(names.resolve("fast.test")).as("after a failure").containsExactly(THERE);
    }

    @Test
    void whoeverAsksGoesOnAndFewLookUpsHang() throws Exception {
        Names names = new TimelyNames(this::resolve, LIMIT, 2);

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names.resolve("slow.test"))
                .withMessageContaining("700 ms");
        assertThat(names.resolve("fast.test")).as("beside a look-up that hangs").containsExactly(THERE);
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> names.resolve("slow.test"));
        assertThatExceptionOfType(UnknownHostException.class)
                .as("all threads hang, and no more are made")
                .isThrownBy(() -> names.resolve("fast.test"))
                .withMessageContaining("too many");

        answer.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new TimelyNames(names, Duration.ofSeconds(30), 1).resolve("fast.test"))
                .as("once they ended")
                .containsExactly(THERE);
    }
}
