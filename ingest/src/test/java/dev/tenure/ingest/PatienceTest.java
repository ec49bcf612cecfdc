package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When files are tried again. */
class PatienceTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");

    @Test
    void waitsLongerEachTimeAndNeverLongerThanSixHoursAndAFifth() {
        Patience patience = new Patience(() -> 0.999);
        Duration before = Duration.ZERO;
        for (int tries = 1; tries < 100; tries++) {
            Duration wait = Duration.between(NOW, patience.next(tries, NOW));
            assertThat(wait).isGreaterThanOrEqualTo(before).isLessThan(Duration.ofMinutes(433));
            before = wait;
        }
        assertThat(new Patience(() -> 0).next(1, NOW)).isEqualTo(NOW.plusSeconds(10));
        assertThat(new Patience(() -> 0).next(0, NOW)).isEqualTo(NOW.plusSeconds(10));
        assertThat(new Patience(() -> 0).next(Integer.MAX_VALUE, NOW)).isEqualTo(NOW.plus(Duration.ofHours(6)));
    }
}
