package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(Duration.ofMinutes(1), Duration.ofHours(1));

    @Test
    void restsLongerAfterEachFailureUpToTheLongest() {
        assertThat(backOff.afterFailures(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backOff.afterFailures(2)).isEqualTo(Duration.ofMinutes(4));
        assertThat(backOff.afterFailures(3)).isEqualTo(Duration.ofMinutes(16));
        assertThat(backOff.afterFailures(4)).isEqualTo(Duration.ofHours(1));
        assertThat(backOff.afterFailures(1_000_000)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void looksForTheEndOfAnOutageEveryMinuteAtLeast() {
        assertThat(backOff.afterOutages(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backOff.afterOutages(3)).isEqualTo(Duration.ofSeconds(20));
        assertThat(backOff.afterOutages(1_000_000)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackOff(Duration.ofHours(2), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
