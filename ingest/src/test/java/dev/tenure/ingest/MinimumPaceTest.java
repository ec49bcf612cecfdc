package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MinimumPaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final MinimumPace pace = new MinimumPace(
            new IngestSettings(
                    DataSize.ofGigabytes(1),
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    1,
                    DataSize.ofGigabytes(1),
                    DataSize.ofBytes(100),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(5)),
            now::get);

    private boolean after(long seconds, int bytes) {
        now.addAndGet(seconds * SECOND);
        return pace.tooSlow(seconds * SECOND, bytes);
    }

    @Test
    void findsADripAtTheEndOfItsWindow() {
        for (int second = 1; second < 10; second++) {
            assertThat(after(1, 99)).isFalse();
        }
        assertThat(after(1, 99)).isTrue();
    }

    @Test
    void leavesWhoIsJustFastEnough() {
        for (int second = 1; second < 500; second++) {
            assertThat(after(1, 100)).as("second %d", second).isFalse();
        }
    }

    @Test
    void forgivesAPauseAfterABurstInTheSameWindow() {
        assertThat(after(1, 1000)).isFalse();
        assertThat(after(9, 0)).isFalse();
        assertThat(after(10, 1)).isTrue();
    }

    @Test
    void doesNotCountTheTimeThatWeTake() {
        now.addAndGet(300 * SECOND);
        assertThat(pace.tooSlow(SECOND / 10, 10)).isFalse();
        assertThat(pace.tooSlow(SECOND / 10, 10)).isFalse();
    }

    @Test
    void endsEverythingAtTheDeadline() {
        now.addAndGet(601 * SECOND);
        assertThat(pace.tooSlow(0, 1 << 30)).isTrue();
    }
}
