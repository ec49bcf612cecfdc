package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldQueryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void everythingMustBeAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoldQuery(false, null, null, null, null, null))
                .withMessageContaining("whole account");
        assertThat(HoldQuery.ofWholeAccount().wholeAccount()).isTrue();
    }

    @Test
    void theWholeAccountIsNotNarrowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoldQuery(true, "host@example.org", null, null, null, null));
    }

    @Test
    void timesAreInOrderAndTextsAreTexts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldQuery(false, null, null, null, NOW, NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> HoldQuery.ofHost(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> HoldQuery.ofHost("x".repeat(HoldQuery.MAX_TEXT + 1)));
    }

    @Test
    void aMatterHoldsFromNowOnUnlessItSaysWhyFromEarlier() {
        assertThat(new Matter("t", "a", "r").effective(NOW)).isEqualTo(NOW);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from(NOW.minusSeconds(1), null).effective(NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from(NOW.plusSeconds(1), "why").effective(NOW));
        assertThat(from(NOW.minusSeconds(1), "served then").effective(NOW)).isEqualTo(NOW.minusSeconds(1));
        assertThatIllegalArgumentException().isThrownBy(() -> from(null, "why"));
    }

    private static Matter from(
            @org.jspecify.annotations.Nullable Instant at, @org.jspecify.annotations.Nullable String why) {
        return new Matter("t", "a", "r", null, at, why, null, false);
    }
}
