package dev.tenure.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.Decision.Standing;
import dev.tenure.retention.rules.HoldFact;
import dev.tenure.retention.rules.Retention;
import dev.tenure.retention.rules.RetentionFacts;
import dev.tenure.retention.rules.Rule;
import dev.tenure.retention.rules.Trashed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Instant END = Instant.parse("2026-03-28T22:30:00Z");
    private static final Rule THIRTY_DAYS = rule(RuleClass.HOST, "P30D");
    private static final Rule AT_LEAST_NINETY = rule(RuleClass.ACCOUNT_MIN, "P90D");

    @Test
    void namesTheDayInTheZoneOfThePolicyAndEveryRuleWithItsReason() {
        Explanation explanation = explain("2026-04-01T00:00:00Z", null, List.of(), THIRTY_DAYS, AT_LEAST_NINETY);
        assertThat(explanation.standing()).isEqualTo(Standing.WAITING);
        assertThat(explanation.sentences())
                .containsExactly(
                        "This item goes on 27 June 2026 00:00 (Europe/Berlin).",
                        "ACCOUNT_MIN of P90D (test), counted from the end of the recording, leads to 27 June 2026 00:00"
                                + " (Europe/Berlin): it decides, keeping wins over deleting.",
                        "HOST of P30D (test), counted from the end of the recording, leads to 28 April 2026 00:00"
                                + " (Europe/Berlin): a rule demands keeping longer.");
    }

    @Test
    void saysWhichEventAnItemWaitsForAndFromWhichItCounts() {
        Explanation awaited = explain(
                "2026-05-01T00:00:00Z",
                null,
                List.of(),
                event(RuleClass.EVENT, "awaited"),
                event(RuleClass.HOST, "awaited"),
                THIRTY_DAYS);
        assertThat(awaited.standing()).isEqualTo(Standing.KEPT_FOREVER);
        assertThat(awaited.sentences())
                .startsWith("This item is kept until an event comes that has not come, and from then on for its time.")
                .anySatisfy(said -> assertThat(said)
                        .startsWith(
                                "HOST of P2Y (event contract), counted from an event that has not come, never ends"))
                .noneMatch(said -> said.startsWith("Warning"));
        Explanation forever = explain(
                "2026-05-01T00:00:00Z",
                null,
                List.of(),
                event(RuleClass.EVENT, "awaited"),
                rule(RuleClass.HOST, "forever"));
        assertThat(forever.sentences().getFirst()).startsWith("Nothing will make this item go");
        Explanation conflicted = explain(
                "2026-05-01T00:00:00Z",
                null,
                List.of(),
                event(RuleClass.EVENT, "awaited"),
                rule(RuleClass.STATUTORY_MAX, "P1Y"));
        assertThat(conflicted.sentences().getFirst()).startsWith("An event that has not come demands keeping");
        assertThat(explain("2026-05-01T00:00:00Z", null, List.of(), event(RuleClass.EVENT, "2026-04-01"), THIRTY_DAYS)
                        .sentences())
                .anySatisfy(said -> assertThat(said)
                        .contains("counted from the event of 1 April 2026, leads to 2 April 2028 00:00"));
    }

    private static Rule event(RuleClass ruleClass, String day) {
        return new Rule(ruleClass, RuleScope.HOST, RetentionPeriod.parse("P2Y"), "event contract", EventDay.parse(day));
    }

    @Test
    void saysThatAnOverdueItemIsDueNow() {
        Explanation explanation = explain("2026-05-01T00:00:00Z", null, List.of(), THIRTY_DAYS);
        assertThat(explanation.standing()).isEqualTo(Standing.DUE);
        assertThat(explanation.sentences().getFirst())
                .isEqualTo("This item was to go on 28 April 2026 00:00 (Europe/Berlin) and is due now: the next sweep"
                        + " destroys it.");
    }

    @Test
    void saysThatAHoldProtectsAndWhatWouldHappenWithoutIt() {
        var hold = new HoldFact(new UUID(1, 1), Instant.parse("2026-04-20T00:00:00Z"), null, Grace.ofDays(30));
        Explanation explanation = explain("2026-05-01T00:00:00Z", null, List.of(hold), THIRTY_DAYS);
        assertThat(explanation.standing()).isEqualTo(Standing.HELD);
        assertThat(explanation.sentences())
                .contains(
                        "This item was to go on 28 April 2026 00:00 (Europe/Berlin), but a hold protects it until it is"
                                + " released.",
                        "A hold protects it until it is released; without holds it would go on 28 April 2026 00:00"
                                + " (Europe/Berlin).");
        assertThat(explanation.decision().withoutHolds().standingAt(explanation.askedAt(), Duration.ZERO))
                .isEqualTo(Standing.DUE);
    }

    @Test
    void anItemHeldBeforeItsTimeIsNotPromisedADate() {
        var hold = new HoldFact(new UUID(1, 1), Instant.parse("2026-04-20T00:00:00Z"), null, Grace.ofDays(30));
        Explanation explanation = explain("2026-04-21T00:00:00Z", null, List.of(hold), THIRTY_DAYS);
        assertThat(explanation.sentences().getFirst())
                .isEqualTo("This item does not go before the hold on it is released.");
    }

    @Test
    void saysWhatADeletionChanges() {
        var trashed = new Trashed(Instant.parse("2026-04-02T10:00:00Z"), Grace.ofDays(7));
        assertThat(explain("2026-04-03T00:00:00Z", trashed, List.of(), THIRTY_DAYS)
                        .sentences())
                .contains(
                        "This item goes on 9 April 2026 12:00 (Europe/Berlin).",
                        "It was deleted on 2 April 2026 12:00 (Europe/Berlin), which brings its end forward from 28 April"
                                + " 2026 00:00 (Europe/Berlin).");
        assertThat(explain("2026-04-03T00:00:00Z", trashed, List.of(), AT_LEAST_NINETY)
                        .sentences())
                .contains("This item goes on 27 June 2026 00:00 (Europe/Berlin).");
    }

    @Test
    void warnsOfKeepingWithoutEndAndOfAContradiction() {
        assertThat(explain("2026-04-03T00:00:00Z", null, List.of()).sentences())
                .containsExactly(
                        "Nothing will make this item go: it is kept until somebody deletes it or a rule changes.",
                        "Warning: no rule ever ends the keeping of this item.");
        Explanation conflict = explain(
                "2030-01-01T00:00:00Z",
                null,
                List.of(),
                rule(RuleClass.STATUTORY, "P1Y"),
                rule(RuleClass.STATUTORY_MAX, "P180D"));
        assertThat(conflict.sentences().getFirst()).contains("until a privacy officer decides");
        assertThat(conflict.decision().considered()).noneMatch(ConsideredRule::won);
        assertThat(explain(
                                "2026-04-03T00:00:00Z",
                                null,
                                List.of(),
                                AT_LEAST_NINETY,
                                rule(RuleClass.ACCOUNT_MAX, "P60D"))
                        .sentences())
                .contains("Warning: it is kept longer than the account's maximum, because a rule demands it.");
    }

    @Test
    void showsSecondsWhereTheyMatter() {
        assertThat(explain("2026-03-28T22:30:01Z", null, List.of(), rule(RuleClass.HOST, "PT20S"))
                        .sentences()
                        .getFirst())
                .isEqualTo("This item goes on 28 March 2026 23:30:20 (Europe/Berlin).");
    }

    @Test
    void theDigestIsThatOfTheFactsAndChangesWithThem() {
        Explanation one = explain("2026-04-01T00:00:00Z", null, List.of(), THIRTY_DAYS);
        Explanation same = explain("2026-04-01T00:00:00Z", null, List.of(), THIRTY_DAYS);
        Explanation other = explain("2026-04-01T00:00:00Z", null, List.of(), THIRTY_DAYS, AT_LEAST_NINETY);
        assertThat(one.digest()).hasSize(64).isEqualTo(same.digest()).isNotEqualTo(other.digest());
        assertThat(one.canonicalJson())
                .contains("\"goAt\":\"2026-04-27T22:00:00Z\"")
                .doesNotContain("hold\"");
    }

    private static Explanation explain(String now, @Nullable Trashed trashed, List<HoldFact> holds, Rule... rules) {
        var facts = new RetentionFacts(END, ZoneId.of("Europe/Berlin"), List.of(rules), trashed, holds);
        return Explanation.of(Retention.decide(facts), Instant.parse(now), Duration.ZERO);
    }

    private static Rule rule(RuleClass ruleClass, String period) {
        return new Rule(ruleClass, RuleScope.ACCOUNT, RetentionPeriod.parse(period), "test");
    }
}
