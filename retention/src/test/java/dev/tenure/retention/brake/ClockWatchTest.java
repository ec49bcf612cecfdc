package dev.tenure.retention.brake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final SettableClock database = new SettableClock();
    private final SettableClock machine = new SettableClock();
    private final AtomicLong nanos = new AtomicLong();
    private final ClockWatch watch = new ClockWatch(
            database,
            machine,
            nanos::get,
            new BrakeSettings(100, 5, 0.5, Duration.ofSeconds(30), Duration.ofDays(3), Duration.ofDays(1)));

    @BeforeEach
    void atNoon() {
        database.set(NOON);
        machine.set(NOON);
    }

    @Test
    void believesAClockThatGoesOnAsTimeDoes() {
        assertThat(watch.read(Optional.empty()).doubt()).isNull();
        pass(FIVE_MINUTES);
        assertThat(watch.read(Optional.of(NOON)))
                .isEqualTo(new ClockWatch.Reading(NOON.plus(FIVE_MINUTES), null, false));
    }

    @Test
    void doubtsClocksThatDisagreeUntilTheyAgree() {
        database.advance(Duration.ofSeconds(31));
        assertThat(watch.read(Optional.empty())).satisfies(reading -> {
            assertThat(reading.doubt()).contains("apart");
            assertThat(reading.passes()).isTrue();
        });
        machine.advance(Duration.ofSeconds(31));
        assertThat(watch.read(Optional.empty()).doubt()).isNull();
    }

    /** Both clocks are the same machine's: only the time that went by tells. */
    @Test
    void doubtsAClockThatLeaps() {
        watch.read(Optional.empty());
        pass(FIVE_MINUTES);
        database.advance(Duration.ofDays(1));
        machine.advance(Duration.ofDays(1));
        ClockWatch.Reading reading = watch.read(Optional.of(NOON));
        assertThat(reading.doubt()).contains("PT24H more than the time that went by");
        assertThat(reading.passes()).isFalse();
    }

    /** What leaps back only delays. */
    @Test
    void letsAClockGoBack() {
        watch.read(Optional.empty());
        database.advance(Duration.ofHours(-1));
        machine.advance(Duration.ofHours(-1));
        assertThat(watch.read(Optional.of(NOON)).doubt()).isNull();
    }

    @Test
    void doubtsTheFirstReadingAfterALongSilence() {
        assertThat(watch.read(Optional.of(NOON.minus(Duration.ofDays(3)))).doubt())
                .isNull();
        assertThat(watch.read(Optional.of(NOON.minus(Duration.ofDays(4)))).doubt())
                .contains("PT96H ago");
    }

    private void pass(Duration time) {
        database.advance(time);
        machine.advance(time);
        nanos.addAndGet(time.toNanos());
    }
}
