package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The model's own arithmetic, by dates that were worked out by hand. */
class RulesTest {

    private static final Instant ENDED = Instant.parse("2026-03-28T22:30:00Z");

    private static Rules rules(
            @Nullable String minimum,
            @Nullable String maximum,
            @Nullable String lawMinimum,
            @Nullable String lawMaximum) {
        return new Rules(minimum, maximum, lawMinimum, lawMaximum, null, 30, 30);
    }

    @Test
    void whatIsChosenLastsToTheEndOfItsDayAndWhatLimitsEndsWithTheBeginning() {
        assertThat(rules(null, null, null, null).goes(ENDED, "P30D")).isEqualTo("2026-04-27T22:00:00Z");
        assertThat(rules("P90D", null, null, null).goes(ENDED, "P30D")).isEqualTo("2026-06-26T22:00:00Z");
        assertThat(rules(null, "P180D", null, null).goes(ENDED, "P365D")).isEqualTo("2026-09-23T22:00:00Z");
        assertThat(rules(null, null, null, null).goes(ENDED, null)).isEqualTo(Rules.NEVER);
    }

    @Test
    void theLawMayContradictItself() {
        Rules both = rules(null, null, "P1Y", "P180D");
        assertThat(both.conflicted(ENDED, both.floor(ENDED))).isTrue();
        assertThat(both.conflicted(ENDED, Instant.MIN)).isFalse();
    }

    @Test
    void theTrashShortensAndNeverLengthens() {
        Rules open = rules(null, null, null, null);
        Terms year = Terms.at(ENDED, ENDED, List.of(new Terms.Born(open, "P365D")));
        assertThat(year.destruction(Instant.parse("2026-04-25T10:00:00Z"))).isEqualTo("2026-05-25T10:00:00Z");
        Terms month = Terms.at(ENDED, ENDED, List.of(new Terms.Born(open, "P30D")));
        assertThat(month.destruction(Instant.parse("2026-04-25T10:00:00Z"))).isEqualTo("2026-04-27T22:00:00Z");
        assertThat(month.exact()).isTrue();
    }

    @Test
    void aRevisionOnlyLengthensAndAChangeCountsFromItsInstantOn() {
        Rules open = rules(null, null, null, null);
        Rules minimum = rules("P90D", null, null, null);
        Terms.Change change = new Terms.Change();
        Instant from = ENDED.plus(Duration.ofDays(40));
        List<Terms.Event> events = List.of(
                new Terms.Born(open, "P30D"),
                new Terms.Revised(minimum),
                new Terms.Revised(open),
                new Terms.Bound(open, from, change));
        assertThat(Terms.at(ENDED, ENDED, events).floor()).isEqualTo("2026-06-26T22:00:00Z");
        Terms bound = Terms.at(from, ENDED, events);
        assertThat(bound.floor()).isEqualTo(Instant.MIN);
        assertThat(bound.goesAtLatest()).isEqualTo(from);
        change.revoke();
        assertThat(Terms.at(from, ENDED, events).floor()).isEqualTo("2026-06-26T22:00:00Z");
    }
}
