package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LegTest {

    @Test
    void eachBeginsWhereTheOneBeforeEnds() {
        List<Double> ends = Stream.of(Leg.values()).map(leg -> leg.overall(1)).toList();
        List<Double> begins = Stream.of(Leg.values()).map(leg -> leg.overall(0)).toList();

        assertThat(begins.getFirst()).isZero();
        assertThat(begins.subList(1, begins.size())).isEqualTo(ends.subList(0, ends.size() - 1));
        assertThat(ends.getLast()).isEqualTo(1);
    }

    @Test
    void takesNothingBeyondItsEnds() {
        assertThat(Leg.ENCODE.overall(1.7)).isEqualTo(Leg.ENCODE.overall(1));
        assertThat(Leg.ENCODE.overall(-1)).isEqualTo(Leg.ENCODE.overall(0));
    }

    @Test
    void tellsTheRestFromTheSpeedOfTheEncoder() {
        Duration encoding = Leg.encoding(Duration.ofMinutes(60), 6);

        assertThat(encoding).isEqualTo(Duration.ofMinutes(10));
        // Five minutes of encoding, and a little for what comes after.
        assertThat(Leg.ENCODE.left(0.5, encoding).orElseThrow().toSeconds()).isCloseTo(406, within(2L));
        assertThat(Leg.PUBLISH.left(1, encoding)).contains(Duration.ZERO);
    }

    @Test
    void saysNothingWhileNobodyCanTell() {
        assertThat(Leg.encoding(Duration.ofMinutes(60), 0)).isZero();
        assertThat(Leg.ENCODE.left(0.5, Duration.ZERO)).isEmpty();
        assertThat(Leg.FETCH.left(0.5, Duration.ofMinutes(10))).isEmpty();
    }
}
