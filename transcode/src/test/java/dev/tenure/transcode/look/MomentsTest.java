package dev.tenure.transcode.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

    @Test
    void areSpreadOverALongRecording() {
        assertThat(Moments.of(Duration.ofHours(1)))
                .extracting(Duration::toSeconds)
                .containsExactly(296L, 896L, 1496L, 2096L, 2696L, 3296L);
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "8000, 1", "15999, 1", "16000, 2", "47999, 5", "48000, 6"})
    void neverMeet(long millis, int count) {
        assertThat(Moments.of(Duration.ofMillis(millis)))
                .hasSize(count)
                .isSorted()
                .allSatisfy(moment -> {
                    assertThat(moment).isGreaterThanOrEqualTo(Duration.ZERO);
                    assertThat(moment).isLessThan(Duration.ofMillis(millis));
                });
    }
}
