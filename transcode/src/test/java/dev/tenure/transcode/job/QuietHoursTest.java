package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.processing.Priority;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final QuietHours office = new QuietHours(
            "08:00-18:00", BERLIN, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), QuietHours.Starts.HIGH);

    @Test
    void areThoseOfTheClocksOfTheZone() {
        assertThat(office.quietUntil(at("2026-11-27T06:59:59Z"))).isEmpty();
        assertThat(office.quietUntil(at("2026-11-27T07:00:00Z"))).contains(at("2026-11-27T17:00:00Z"));
        assertThat(office.quietUntil(at("2026-11-27T17:00:00Z"))).isEmpty();
        assertThat(office.quietUntil(at("2026-11-28T12:00:00Z")))
                .as("a Saturday")
                .isEmpty();
    }

    @Test
    void belongToTheDayOnWhichTheyBegin() {
        QuietHours nights = new QuietHours("22:00-06:00", BERLIN, Set.of(DayOfWeek.FRIDAY), QuietHours.Starts.NOTHING);

        assertThat(nights.quietUntil(at("2026-11-27T22:30:00Z"))).contains(at("2026-11-28T05:00:00Z"));
        assertThat(nights.quietUntil(at("2026-11-28T04:30:00Z"))).contains(at("2026-11-28T05:00:00Z"));
        assertThat(nights.quietUntil(at("2026-11-28T22:30:00Z")))
                .as("Saturday night")
                .isEmpty();
    }

    @Test
    void followTheClocksWhenTheyChange() {
        QuietHours nights = new QuietHours("01:00-05:00", BERLIN, Set.of(), QuietHours.Starts.NOTHING);

        // Clocks went from 3:00 back to 2:00.
        assertThat(nights.quietUntil(at("2026-10-24T23:00:00Z"))).contains(at("2026-10-25T04:00:00Z"));
        // And from 2:00 on to 3:00.
        assertThat(nights.quietUntil(at("2026-03-29T00:00:00Z"))).contains(at("2026-03-29T03:00:00Z"));
    }

    @Test
    void letBeginWhatTheySay() {
        Instant quiet = at("2026-11-27T12:00:00Z");
        Instant loud = at("2026-11-27T20:00:00Z");
        QuietHours still = new QuietHours("08:00-18:00", BERLIN, Set.of(), QuietHours.Starts.NOTHING);

        assertThat(office.least(quiet)).contains(Priority.HIGH);
        assertThat(office.waits(Priority.HIGH, quiet)).isEmpty();
        assertThat(office.waits(Priority.NORMAL, quiet)).contains(at("2026-11-27T17:00:00Z"));
        assertThat(still.least(quiet)).isEmpty();
        assertThat(still.waits(Priority.HIGH, quiet)).isPresent();
        assertThat(still.least(loud)).contains(Priority.LOW);
        assertThat(QuietHours.none().least(quiet)).contains(Priority.LOW);
    }

    @Test
    void refuseNonsense() {
        for (String nonsense : new String[] {"8-18", "08:00", "25:00-26:00", "08:00-08:00", "08:00-09:00-10:00"}) {
            assertThatThrownBy(() -> new QuietHours(nonsense, BERLIN, Set.of(), QuietHours.Starts.HIGH))
                    .hasMessageContaining("tenure.transcode.quiet.hours");
        }
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
