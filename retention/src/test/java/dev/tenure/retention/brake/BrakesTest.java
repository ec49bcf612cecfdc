package dev.tenure.retention.brake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakesTest {

    private final Brakes brakes =
            new Brakes(new BrakeSettings(100, 5, 0.5, Duration.ofSeconds(30), Duration.ofDays(3), Duration.ofDays(1)));

    @ParameterizedTest(name = "{5}")
    @CsvSource({
        "100, 0, 0, 100, true, as many as always may go",
        "101, 0, 0, 1000, true, the first sweep takes a small share",
        "501, 0, 0, 1000, false, the first sweep takes more than half",
        "120, 0, 100, 5000, true, a usual day",
        "501, 0, 100, 50000, false, more than five usual days",
        "250, 251, 100, 50000, false, more than five usual days in two sweeps",
        "250, 250, 100, 50000, true, just five usual days",
        "150, 0, 150, 160, true, all but ten and so every day",
        "400, 0, 150, 450, false, most of it and not so every day",
        "101, 4000, 0, 500, false, more than half of what was there this morning",
    })
    void asksWhenFarMoreGoesThanUsual(long due, long today, double usual, long kept, boolean goes, String what) {
        assertThat(brakes.objection(new Load(due, today, usual, kept)).isEmpty())
                .as(what)
                .isEqualTo(goes);
    }

    @Test
    void saysWhatIsUnusual() {
        assertThat(brakes.objection(new Load(600, 0, 100, 50_000)))
                .contains("600 items in a day, more than 5 times the usual 100.0");
        assertThat(brakes.objection(new Load(600, 0, 0, 1000))).contains("600 of 1000 items in a day, more than 50 %");
    }
}
