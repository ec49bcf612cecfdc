package dev.tenure.ingest.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnchorsTest {

    private static final Instant MEETING_START = Instant.parse("2026-03-28T21:00:00Z");
    private static final Instant MEETING_END = Instant.parse("2026-03-28T22:00:00Z");
    private static final Instant NOW = Instant.parse("2026-04-05T00:00:00Z");

    private static Optional<QuarantineCause> doubt(@Nullable Instant reported) {
        return Anchors.doubt(reported, MEETING_START, MEETING_END, NOW, Duration.ofMinutes(5))
                .map(QuarantineReason::cause);
    }

    @Test
    void doubtsAnEndThatNobodyReported() {
        assertThat(doubt(null)).contains(QuarantineCause.ANCHOR_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-28T22:00:00Z", "2026-03-28T21:00:00Z", "2026-03-28T21:30:00Z", "2026-03-29T22:00:00Z"})
    void believesAnEndWithinADayOfItsMeetings(Instant reported) {
        assertThat(doubt(reported)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-03-28T20:59:59Z", "2026-03-29T22:00:01Z", "2026-04-05T00:05:01Z", "2030-01-01T00:00:00Z"})
    void doubtsAnEndBeforeItsMeetingFarFromItsEndOrAheadOfNow(Instant reported) {
        assertThat(doubt(reported)).contains(QuarantineCause.ANCHOR_IMPLAUSIBLE);
    }

    @Test
    void bearsAClockThatIsALittleFast() {
        Instant end = NOW.plus(Duration.ofMinutes(5));
        assertThat(Anchors.doubt(end, MEETING_START, NOW, NOW, Duration.ofMinutes(5)))
                .isEmpty();
        assertThat(Anchors.doubt(end.plusMillis(1), MEETING_START, NOW, NOW, Duration.ofMinutes(5)))
                .isPresent();
    }

    @Test
    void letsAPersonKnowBetterThanTheMeetingButNotThanTheClock() {
        Instant later = Instant.parse("2026-04-02T00:00:00Z");
        assertThat(Anchors.doubtOfPerson(later, MEETING_START, NOW, Duration.ZERO))
                .isEmpty();
        assertThat(Anchors.doubtOfPerson(NOW.plusSeconds(1), MEETING_START, NOW, Duration.ZERO))
                .isPresent();
        assertThat(Anchors.doubtOfPerson(MEETING_START.minusSeconds(1), MEETING_START, NOW, Duration.ZERO))
                .isPresent();
    }
}
