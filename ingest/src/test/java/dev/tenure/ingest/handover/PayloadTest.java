package dev.tenure.ingest.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a payload holds, reading it gives something usable or nothing. */
class PayloadTest {

    private static Payload of(String value) {
        return Payload.of(("{\"x\":" + value + "}").getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "[]",
                "{}",
                "\"\"",
                "\"x\"",
                "1.5",
                "1e999999",
                "-1e999999",
                "9223372036854775808",
                "\"1e9999999999\"",
                "\"NaN\"",
                "-9223372036854775808",
                "9223372036854775807",
                "0",
                "-1"
            })
    void aNumberThatCannotBeMeantIsNoTimeAndNoSpan(String value) {
        Payload payload = of(value);

        assertThat(payload.seconds("x")).isEmpty();
        assertThat(payload.millis("x")).isEmpty();
        assertThat(payload.iso("x")).isEmpty();
        assertThat(payload.span(ChronoUnit.MINUTES, "x")).isEmpty();
        assertThat(payload.span(ChronoUnit.SECONDS, "x")).isEmpty();
        assertThat(payload.in("x").text("y")).isEmpty();
        assertThat(payload.list("x")).isEmpty();
        assertThat(payload.nanos("x").isEmpty() || value.startsWith("9")).isTrue();
    }

    @Test
    void numbersAreReadWithAndWithoutQuotes() {
        assertThat(of("\"1772616900\"").seconds("x"))
                .isEqualTo(of("1772616900").seconds("x"))
                .isNotEmpty();
        assertThat(of("60").span(ChronoUnit.MINUTES, "x")).contains(Duration.ofHours(1));
        assertThat(of("1772616889000000000").nanos("x"))
                .isEqualTo(of("1772616889000").millis("x"))
                .isNotEmpty();
    }

    @Test
    void textCanBeStoredWhateverItHolds() {
        assertThat(of("\"a\\u0000b\\ud800c\"").text("x")).contains("ab?c");
        assertThat(of("\"\\u0000\"").text("x")).isEmpty();
    }

    @Test
    void whatIsNestedDeepIsNoObject() {
        byte[] deep = ("{\"x\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(Payload.of(deep)).isEmpty();
        assertThat(Payload.of("[1]".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
