package dev.tenure.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureTest {

    private static final Instant START = Instant.parse("2026-03-28T20:00:00Z");

    private static Interval recorded(int from, @Nullable Integer until) {
        return new Interval(START.plusSeconds(from), until == null ? null : START.plusSeconds(until));
    }

    @Test
    void isNothingWhereNothingWasTold() {
        assertThat(Capture.union(List.of())).isEmpty();
    }

    @Test
    void keepsWhatIsApartInOrder() {
        assertThat(Capture.union(List.of(recorded(50, 60), recorded(0, 10))))
                .containsExactly(recorded(0, 10), recorded(50, 60));
    }

    @Test
    void countsWhatIsToldTwiceOnce() {
        assertThat(Capture.union(List.of(recorded(0, 10), recorded(0, 10), recorded(5, 20), recorded(20, 30))))
                .containsExactly(recorded(0, 30));
        assertThat(Capture.union(List.of(recorded(0, 30), recorded(5, 20)))).containsExactly(recorded(0, 30));
    }

    @Test
    void endsWhatLastedWhereALaterHeaderSaysSo() {
        assertThat(Capture.union(List.of(recorded(0, null), recorded(0, 10), recorded(50, 60))))
                .containsExactly(recorded(0, 10), recorded(50, 60));
        assertThat(Capture.union(List.of(recorded(0, 10), recorded(0, null)))).containsExactly(recorded(0, 10));
    }

    @Test
    void goesOnWhereNobodySaidThatItEnded() {
        assertThat(Capture.union(List.of(recorded(0, null), recorded(50, 60)))).containsExactly(recorded(0, null));
        assertThat(Capture.union(List.of(recorded(0, 20), recorded(10, null)))).containsExactly(recorded(0, null));
    }
}
