package dev.tenure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionPeriodTest {

    @Test
    void aPeriodWithoutATimePartBelongsToTheCalendar() {
        assertThat(RetentionPeriod.parse("P1Y6M3D")).isEqualTo(new RetentionPeriod.Calendar(Period.of(1, 6, 3)));
        assertThat(RetentionPeriod.parse("P2W")).isEqualTo(new RetentionPeriod.Calendar(Period.ofDays(14)));
    }

    @Test
    void aPeriodWithATimePartIsExact() {
        assertThat(RetentionPeriod.parse("PT36H")).isEqualTo(new RetentionPeriod.Exact(Duration.ofHours(36)));
        assertThat(RetentionPeriod.parse("pt0.5s")).isEqualTo(new RetentionPeriod.Exact(Duration.ofMillis(500)));
    }

    @ParameterizedTest
    @CsvSource({"P12M,P1Y", "P18M,P1Y6M", "P2W,P14D", "PT60M,PT1H", "forever,forever", "FOREVER,forever", " P30D ,P30D"
    })
    void oneLengthHasOneText(String typed, String text) {
        assertThat(RetentionPeriod.parse(typed)).hasToString(text);
        assertThat(RetentionPeriod.parse(text)).isEqualTo(RetentionPeriod.parse(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "PT0S", "P0Y0M0D", "PT0.0S"})
    void nothingIsNoPeriod(String text) {
        assertThatThrownBy(() -> RetentionPeriod.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1001Y", "P999999999D", "P12001M", "PT999999999999H", "P400Y7300M", "P52200W"})
    void moreThanAThousandYearsIsASlip(String text) {
        assertThatThrownBy(() -> RetentionPeriod.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 1000 years");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "30", "30 days", "P-1D", "-P1D", "PT-5S", "P1,5Y", "P1D2Y", "P99999999999D", "P１D"
            })
    void anythingElseIsNoPeriod(String text) {
        assertThatThrownBy(() -> RetentionPeriod.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a retention period");
    }

    @Test
    void aMixOfCalendarAndClockIsRefusedWithBothWaysOut() {
        assertThatThrownBy(() -> RetentionPeriod.parse("P1DT2H"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P2D")
                .hasMessageContaining("PT26H");
    }

    @Test
    void aThousandYearsIsStillAPeriod() {
        assertThat(RetentionPeriod.parse("P1000Y")).hasToString("P1000Y");
    }

    @Test
    void aGraceIsExactAndMayBeNothing() {
        assertThat(Grace.parse("P30D").length()).isEqualTo(Duration.ofDays(30));
        assertThat(Grace.parse("PT0S")).isEqualTo(Grace.NONE).hasToString("PT0S");
        assertThat(Grace.parse("P1DT12H")).hasToString("PT36H");
        assertThat(Grace.parse("PT720H")).hasToString("P30D");
        assertThatThrownBy(() -> Grace.parse("P1M")).hasMessageContaining("days and shorter");
        assertThatThrownBy(() -> Grace.parse("PT-1S")).hasMessageContaining("between nothing");
        assertThatThrownBy(() -> Grace.parse("P3661D")).hasMessageContaining("3660");
    }

    @Test
    void neverIsLaterThanEveryInstant() {
        Horizon end = Horizon.at(Instant.MAX);
        assertThat(Horizon.never()).isGreaterThan(end).isEqualByComparingTo(Horizon.never());
        assertThat(Horizon.earlier(Horizon.never(), end)).isEqualTo(end);
        assertThat(Horizon.parse(Horizon.never().toString())).isEqualTo(Horizon.never());
        assertThatThrownBy(() -> Horizon.parse("2026-04-27T22:00:00.000Z")).hasMessageContaining("must be written as");
    }
}
