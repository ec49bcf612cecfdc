package dev.tenure.retention.rules;

import static dev.tenure.retention.RuleClass.ACCOUNT_MAX;
import static dev.tenure.retention.RuleClass.ACCOUNT_MIN;
import static dev.tenure.retention.RuleClass.EVENT;
import static dev.tenure.retention.RuleClass.HOST;
import static dev.tenure.retention.RuleClass.STATUTORY;
import static dev.tenure.retention.RuleClass.STATUTORY_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.Decision;
import dev.tenure.retention.Decision.Standing;
import dev.tenure.retention.EventDay;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The worked examples of the retention rules: a recording that ends half an hour before midnight, the day before DST. */
class RetentionVectorsTest {

    private static final Instant END = Instant.parse("2026-03-28T22:30:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Grace THIRTY_DAYS = Grace.ofDays(30);

    @Test
    void aHostChoiceLastsToTheEndOfItsCivilDay() {
        assertThat(goAt(account(HOST, "P30D"))).isEqualTo(at("2026-04-27T22:00:00Z"));
    }

    @Test
    void theAccountMinimumWinsOverAShorterChoice() {
        assertThat(goAt(account(HOST, "P30D"), account(ACCOUNT_MIN, "P90D"))).isEqualTo(at("2026-06-26T22:00:00Z"));
    }

    @Test
    void theAccountMaximumEndsALongerChoiceAtTheStartOfItsDay() {
        assertThat(goAt(account(HOST, "P365D"), account(ACCOUNT_MAX, "P180D"))).isEqualTo(at("2026-09-23T22:00:00Z"));
    }

    @Test
    void aStatutoryPeriodBeyondTheStatutoryMaximumIsAConflictAndNeverDue() {
        Decision decision = decide(account(STATUTORY, "P1Y"), account(STATUTORY_MAX, "P180D"));
        assertThat(decision.conflicted()).isTrue();
        assertThat(decision.standingAt(Instant.parse("2126-01-01T00:00:00Z"), Duration.ZERO))
                .isEqualTo(Standing.CONFLICTED);
    }

    @Test
    void aReleasedHoldStillProtectsThroughItsCoolOff() {
        var hold = new HoldFact(
                new UUID(0, 1),
                Instant.parse("2026-04-20T00:00:00Z"),
                Instant.parse("2026-05-10T12:00:00Z"),
                THIRTY_DAYS);
        Decision decision =
                Retention.decide(new RetentionFacts(END, BERLIN, List.of(account(HOST, "P30D")), null, List.of(hold)));
        assertThat(decision.goAt()).isEqualTo(at("2026-04-27T22:00:00Z"));
        assertThat(decision.earliestDestruction()).isEqualTo(at("2026-06-09T12:00:00Z"));
        assertThat(decision.standingAt(Instant.parse("2026-06-09T11:59:59.999999Z"), Duration.ZERO))
                .isEqualTo(Standing.HELD);
        assertThat(decision.standingAt(Instant.parse("2026-06-09T12:00:00Z"), Duration.ZERO))
                .isEqualTo(Standing.DUE);
    }

    @Test
    void anOpenHoldProtectsWithoutEndAndLeavesGoAtAlone() {
        var hold = new HoldFact(new UUID(0, 1), Instant.parse("2026-04-20T00:00:00Z"), null, THIRTY_DAYS);
        Decision decision =
                Retention.decide(new RetentionFacts(END, BERLIN, List.of(account(HOST, "P30D")), null, List.of(hold)));
        assertThat(decision.goAt()).isEqualTo(at("2026-04-27T22:00:00Z"));
        assertThat(decision.earliestDestruction()).isEqualTo(Horizon.never());
    }

    @Test
    void aDeletionByTheHostShortensALongChoice() {
        assertThat(trashed("2026-04-25T10:00:00Z", account(HOST, "P365D")).destroyAt())
                .isEqualTo(at("2026-05-25T10:00:00Z"));
    }

    @Test
    void aDeletionByTheHostNeverLengthensAShortChoice() {
        assertThat(trashed("2026-04-25T10:00:00Z", account(HOST, "P30D")).destroyAt())
                .isEqualTo(at("2026-04-27T22:00:00Z"));
    }

    @Test
    void aDeletionByTheHostWaitsForTheAccountMinimum() {
        assertThat(trashed("2026-04-01T10:00:00Z", account(ACCOUNT_MIN, "P90D")).destroyAt())
                .isEqualTo(at("2026-06-26T22:00:00Z"));
    }

    @Test
    void aYearFromALeapDayKeepsToTheFirstOfMarchAndLimitsToTheLastOfFebruary() {
        Instant leapDay = Instant.parse("2024-02-29T10:00:00Z");
        ZoneId utc = ZoneId.of("UTC");
        assertThat(account(ACCOUNT_MIN, "P1Y").horizon(leapDay, utc)).isEqualTo(at("2025-03-02T00:00:00Z"));
        assertThat(account(HOST, "P1Y").horizon(leapDay, utc)).isEqualTo(at("2025-03-02T00:00:00Z"));
        assertThat(account(ACCOUNT_MAX, "P1Y").horizon(leapDay, utc)).isEqualTo(at("2025-02-28T00:00:00Z"));
    }

    @Test
    void aLabelOfTenYearsOutlastsAnAccountThatDeletesAfterOne() {
        Horizon tenYears = at("2036-03-28T23:00:00Z");
        assertThat(goAt(item(HOST, "P10Y"), account(HOST, "P1Y"))).isEqualTo(tenYears);
        assertThat(goAt(item(STATUTORY, "P10Y"), account(ACCOUNT_MAX, "P1Y"))).isEqualTo(tenYears);
    }

    @Test
    void aChoiceForThisHostBeatsOneForAllHosts() {
        Rule thisHost = new Rule(HOST, RuleScope.HOST, RetentionPeriod.parse("P180D"), "this host");
        assertThat(goAt(account(HOST, "P90D"), thisHost)).isEqualTo(at("2026-09-24T22:00:00Z"));
    }

    /** While a contract runs everything is kept; when it is told years later that it ended, that counts from the day of its end, and not from being told. */
    @Test
    void anEventKeepsForEverWhileItHasNotComeAndThenCountsFromItsDay() {
        Decision awaited = decide(event("awaited", EVENT), event("awaited", HOST), account(HOST, "P30D"));
        assertThat(awaited.goAt()).isEqualTo(Horizon.never());
        assertThat(awaited.bounds().floor()).isEqualTo(Horizon.never());

        Instant told = Instant.parse("2026-05-01T00:00:00Z");
        List<Rule> come = List.of(event("2024-04-01", EVENT), event("2024-04-01", HOST), account(HOST, "P30D"));
        Decision plain = decide(come.toArray(Rule[]::new));
        assertThat(plain.goAt()).isEqualTo(at("2026-04-01T22:00:00Z"));
        assertThat(plain.standingAt(told, Duration.ZERO)).isEqualTo(Standing.DUE);
        Decision bound =
                Retention.decide(new RetentionFacts(END, BERLIN, come, null, List.of(), THIRTY_DAYS.after(told)));
        assertThat(bound.goAt()).isEqualTo(at("2026-05-31T00:00:00Z"));
        assertThat(bound.standingAt(Instant.parse("2026-05-30T23:59:59.999999Z"), Duration.ZERO))
                .isEqualTo(Standing.WAITING);
    }

    @Test
    void anEventThatIsStillToComeCountsFromItsDayToo() {
        assertThat(goAt(event("2030-12-31", EVENT), event("2030-12-31", HOST))).isEqualTo(at("2032-12-31T23:00:00Z"));
    }

    @Test
    void whatTheAccountOrTheLawDemandsBeyondAnEventStillCounts() {
        Horizon tenYears = at("2036-03-28T23:00:00Z");
        assertThat(goAt(event("2024-04-01", EVENT), event("2024-04-01", HOST), account(STATUTORY, "P10Y")))
                .isEqualTo(tenYears);
        assertThat(decide(event("awaited", EVENT), account(STATUTORY_MAX, "P1Y"))
                        .conflicted())
                .isTrue();
    }

    @Test
    void exactPeriodsAreNotRounded() {
        assertThat(new Rule(
                                EVENT,
                                RuleScope.HOST,
                                RetentionPeriod.parse("PT36H"),
                                "event",
                                EventDay.parse("2026-03-28"))
                        .horizon(END, BERLIN))
                .as("from the end of the event's day, in a night that lacks an hour")
                .isEqualTo(at("2026-03-30T11:00:00Z"));
        assertThat(goAt(account(HOST, "PT20S"))).isEqualTo(at("2026-03-28T22:30:20Z"));
        assertThat(goAt(account(ACCOUNT_MAX, "PT36H"))).isEqualTo(at("2026-03-30T10:30:00Z"));
    }

    @Test
    void withoutADutyToDeleteNothingGoesAndTheDecisionSaysSo() {
        Decision decision = decide(account(ACCOUNT_MIN, "P90D"));
        assertThat(decision.goAt()).isEqualTo(Horizon.never());
        assertThat(decision.unbounded()).isTrue();
        assertThat(decision.standingAt(Instant.parse("2126-01-01T00:00:00Z"), Duration.ZERO))
                .isEqualTo(Standing.KEPT_FOREVER);
    }

    @Test
    void theSkewBoundKeepsAnItemThatMayNotBeDueYet() {
        Decision decision = decide(account(HOST, "P30D"));
        Instant goAt = Instant.parse("2026-04-27T22:00:00Z");
        Duration skew = Duration.ofSeconds(30);
        assertThat(decision.standingAt(goAt, skew)).isEqualTo(Standing.WAITING);
        assertThat(decision.standingAt(goAt.plus(skew), skew)).isEqualTo(Standing.DUE);
    }

    private static Rule event(String day, RuleClass ruleClass) {
        return new Rule(ruleClass, RuleScope.HOST, RetentionPeriod.parse("P2Y"), "event contract", EventDay.parse(day));
    }

    private static Decision decide(Rule... rules) {
        return Retention.decide(new RetentionFacts(END, BERLIN, List.of(rules), null, List.of()));
    }

    private static Horizon goAt(Rule... rules) {
        return decide(rules).goAt();
    }

    private static Decision trashed(String at, Rule... rules) {
        var trashed = new Trashed(Instant.parse(at), THIRTY_DAYS);
        return Retention.decide(new RetentionFacts(END, BERLIN, List.of(rules), trashed, List.of()));
    }

    private static Rule account(RuleClass ruleClass, String period) {
        return new Rule(ruleClass, RuleScope.ACCOUNT, RetentionPeriod.parse(period), "the account");
    }

    private static Rule item(RuleClass ruleClass, String period) {
        return new Rule(ruleClass, RuleScope.ITEM, RetentionPeriod.parse(period), "a label");
    }

    private static Horizon at(String instant) {
        return Horizon.at(Instant.parse(instant));
    }
}
