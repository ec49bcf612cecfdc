package dev.tenure.storageapi.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private static Duration wait(int tries, double random, @Nullable String retryAfter) {
        return Duration.between(
                NOW,
                new RetrySchedule(() -> random).next(tries, NOW, retryAfter).orElseThrow());
    }

    @Test
    void beginsWithSecondsAndGivesUpAfterThreeDays() {
        assertThat(wait(1, 0, null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(wait(2, 0, null)).isEqualTo(Duration.ofSeconds(30));
        assertThat(wait(RetrySchedule.ATTEMPTS - 1, 0, null)).isEqualTo(Duration.ofHours(12));
        assertThat(new RetrySchedule(() -> 0).next(RetrySchedule.ATTEMPTS, NOW, null))
                .isEqualTo(Optional.empty());
        assertThat(whole(0.5)).isBetween(Duration.ofHours(72), Duration.ofHours(80));
        assertThat(whole(0)).isGreaterThan(Duration.ofHours(70));
        assertThat(whole(0.999)).isLessThan(Duration.ofHours(86));
    }

    private static Duration whole(double random) {
        Duration whole = Duration.ZERO;
        for (int tries = 1; tries < RetrySchedule.ATTEMPTS; tries++) {
            whole = whole.plus(wait(tries, random, null));
        }
        return whole;
    }

    @Test
    void isNeverEarlyAndAtMostAFifthLate() {
        assertThat(wait(6, 0, null)).isEqualTo(Duration.ofHours(1));
        assertThat(wait(6, 0.5, null)).isEqualTo(Duration.ofMinutes(66));
        assertThat(wait(6, 0.999, null)).isLessThan(Duration.ofMinutes(72));
    }

    @Test
    void givesAReceiverTheTimeItAsksForWithinBounds() {
        assertThat(wait(1, 0, "120")).isEqualTo(Duration.ofMinutes(2));
        assertThat(wait(1, 0, " Thu, 26 Nov 2026 10:05:00 GMT ")).isEqualTo(Duration.ofMinutes(5));
        assertThat(wait(1, 0, "999999999")).isEqualTo(Duration.ofHours(12));
        assertThat(wait(6, 0, "1")).isEqualTo(Duration.ofHours(1));
        assertThat(wait(1, 0, "Thu, 26 Nov 2020 10:05:00 GMT")).isEqualTo(Duration.ofSeconds(5));
        assertThat(wait(1, 0, "soon")).isEqualTo(Duration.ofSeconds(5));
        assertThat(wait(1, 0, "-5")).isEqualTo(Duration.ofSeconds(5));
        assertThat(wait(1, 0, "99999999999999999999")).isEqualTo(Duration.ofSeconds(5));
    }
}
