package dev.tenure.retention.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.ConsideredRule;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Decision.Standing;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RuleClass;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionPropertiesTest {

    private static final int CASES = 5_000;

    @Test
    void equalFactsInAnyOrderAndAnyNumberOfTimesGiveEqualDecisions() {
        Seeded.forEach(CASES, random -> {
            RetentionFacts facts = facts(random);
            var rules = new ArrayList<>(facts.rules());
            rules.addAll(facts.rules());
            Collections.shuffle(rules, random);
            var holds = new ArrayList<>(facts.holds());
            Collections.shuffle(holds, random);
            var shuffled = new RetentionFacts(facts.anchor(), facts.zone(), rules, facts.trashed(), holds);
            assertThat(Retention.decide(shuffled)).isEqualTo(Retention.decide(facts));
        });
    }

    @Test
    void addingARetainingRuleNeverLowersAnyInstant() {
        Seeded.forEach(CASES, random -> {
            RetentionFacts facts = facts(random);
            Decision before = Retention.decide(facts);
            Decision after = Retention.decide(with(facts, RandomFacts.retaining(random)));
            assertThat(after.goAt()).isGreaterThanOrEqualTo(before.goAt());
            assertThat(after.destroyAt()).isGreaterThanOrEqualTo(before.destroyAt());
        });
    }

    @Test
    void nothingIsDestroyedBeforeAnyRetainingRuleAllows() {
        Seeded.forEach(CASES, random -> {
            Decision decision = Retention.decide(facts(random));
            for (ConsideredRule rule : decision.considered()) {
                if (RandomFacts.RETAINING.contains(rule.ruleClass())) {
                    assertThat(decision.destroyAt()).isGreaterThanOrEqualTo(rule.horizon());
                }
            }
        });
    }

    @Test
    void trashingNeverLengthensAndRestoringGivesGoAtBack() {
        Seeded.forEach(CASES, random -> {
            RetentionFacts facts = facts(random);
            var restored = new RetentionFacts(facts.anchor(), facts.zone(), facts.rules(), null, facts.holds());
            Decision trashed = Retention.decide(facts);
            assertThat(trashed.goAt()).isEqualTo(Retention.decide(restored).goAt());
            assertThat(trashed.destroyAt()).isLessThanOrEqualTo(trashed.goAt());
        });
    }

    @Test
    void aLimitIsOnlyPassedForTheSakeOfTheFloor() {
        Seeded.forEach(CASES, random -> {
            Decision decision = Retention.decide(facts(random));
            Horizon ceiling = decision.bounds().ceiling();
            if (ceiling != null && decision.goAt().isAfter(ceiling)) {
                assertThat(decision.goAt()).isEqualTo(decision.bounds().floor());
                assertThat(decision.keptBeyondLimit()).isTrue();
            }
        });
    }

    @Test
    void anOpenHoldIsNeverDueAndChangesNoDate() {
        Seeded.forEach(CASES, random -> {
            RetentionFacts facts = facts(random);
            var holds = new ArrayList<>(facts.holds());
            holds.add(new HoldFact(new UUID(1, 1), facts.anchor(), null, Grace.NONE));
            Decision held = Retention.decide(
                    new RetentionFacts(facts.anchor(), facts.zone(), facts.rules(), facts.trashed(), holds));
            assertThat(held.goAt()).isEqualTo(Retention.decide(facts).goAt());
            assertThat(held.standingAt(Instant.parse("9999-01-01T00:00:00Z"), Duration.ZERO))
                    .isNotEqualTo(Standing.DUE);
        });
    }

    @Test
    void aRuleThatFixesTheDateIsNamedUnlessTheLawContradictsItselfOrNothingEverEnds() {
        Seeded.forEach(CASES, random -> {
            Decision decision = Retention.decide(facts(random));
            List<ConsideredRule> winners =
                    decision.considered().stream().filter(ConsideredRule::won).toList();
            assertThat(winners)
                    .allSatisfy(winner -> assertThat(winner.horizon()).isEqualTo(decision.goAt()));
            if (!decision.conflicted() && !decision.goAt().isNever()) {
                assertThat(winners).isNotEmpty();
            }
            if (decision.conflicted()) {
                assertThat(winners).isEmpty();
            }
        });
    }

    @Test
    void laterAnchorsNeverGiveEarlierInstants() {
        Seeded.forEach(CASES, random -> {
            ZoneId zone = RandomFacts.zone(random);
            Rule rule = RandomFacts.rule(random);
            Instant anchor = RandomFacts.anchor(random, zone);
            Instant later = anchor.plus(random.nextLong(7_200_000_000L), ChronoUnit.MICROS);
            assertThat(rule.horizon(later, zone)).isGreaterThanOrEqualTo(rule.horizon(anchor, zone));
        });
    }

    @Test
    void whatKeepsLastsAtLeastAsLongAsWhatLimitsForTheSamePeriod() {
        Seeded.forEach(CASES, random -> {
            ZoneId zone = RandomFacts.zone(random);
            Rule keeps = RandomFacts.retaining(random);
            var limits = new Rule(RuleClass.ACCOUNT_MAX, keeps.scope(), keeps.period(), keeps.source());
            Instant anchor = RandomFacts.anchor(random, zone);
            assertThat(keeps.horizon(anchor, zone)).isGreaterThanOrEqualTo(limits.horizon(anchor, zone));
        });
    }

    private static RetentionFacts facts(Random random) {
        ZoneId zone = RandomFacts.zone(random);
        Instant anchor = RandomFacts.anchor(random, zone);
        return new RetentionFacts(
                anchor,
                zone,
                RandomFacts.rules(random),
                RandomFacts.trashed(random, anchor),
                RandomFacts.holds(random, anchor));
    }

    private static RetentionFacts with(RetentionFacts facts, Rule rule) {
        var rules = new ArrayList<>(facts.rules());
        rules.add(rule);
        return new RetentionFacts(facts.anchor(), facts.zone(), rules, facts.trashed(), facts.holds());
    }
}
