package dev.tenure.retention.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tenure.retention.EventDay;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.change.Comparison.Direction;
import dev.tenure.retention.change.Comparison.Stretch;
import dev.tenure.retention.rules.Lengthening;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Instant FIRST = Instant.parse("2023-01-15T11:20:00Z");
    private static final Instant LAST = Instant.parse("2026-05-31T23:59:59Z");
    private static final Instant EFFECTIVE = Instant.parse("2026-06-08T09:00:00Z");
    private static final List<String> PERIODS =
            List.of("P7D", "P30D", "P90D", "P180D", "P6M", "P1Y", "P365D", "P3Y", "P10Y", "forever");
    private static final List<RuleClass> CLASSES = List.of(
            RuleClass.HOST, RuleClass.ACCOUNT_MIN, RuleClass.ACCOUNT_MAX, RuleClass.STATUTORY, RuleClass.STATUTORY_MAX);

    @Test
    void stretchesCoverEveryAnchorOnceAndAllOfOneFareAlike() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            RetentionClass today = ruled(random, null);
            RetentionClass wished = ruled(random, null);
            Comparison comparison = new Comparison(
                    today,
                    Lengthening.of(today, wished),
                    new RetentionClass(
                            wished.ruleSet(), 2, wished.zone(), Grace.NONE, Grace.NONE, wished.rules(), EFFECTIVE));
            List<Stretch> stretches = comparison.stretches(FIRST, LAST);
            assertThat(stretches.getFirst().first()).isEqualTo(FIRST);
            assertThat(stretches.getLast().last()).isEqualTo(LAST);
            for (int i = 1; i < stretches.size(); i++) {
                assertThat(stretches.get(i).first())
                        .isEqualTo(stretches.get(i - 1).last().plus(1, ChronoUnit.MICROS));
            }
            for (Stretch stretch : stretches) {
                long length = ChronoUnit.MICROS.between(stretch.first(), stretch.last());
                for (int i = 0; i < 40; i++) {
                    Instant anchor = stretch.first().plus(random.nextLong(length + 1), ChronoUnit.MICROS);
                    assertThat(comparison.effect(anchor))
                            .as("seed %d, anchor %s, today %s, wished %s", seed, anchor, today, wished)
                            .isEqualTo(stretch.effect());
                }
            }
        }
    }

    @Test
    void whatIsOverdueByThenGoesAtOnceAndTheRestSooner() {
        RetentionClass today = ruled(rule(RuleClass.HOST, "P365D"));
        RetentionClass wholly = new RetentionClass(
                today.ruleSet(),
                2,
                today.zone(),
                Grace.NONE,
                Grace.NONE,
                List.of(rule(RuleClass.HOST, "P30D")),
                EFFECTIVE);
        Comparison comparison = new Comparison(today, today, wholly);
        List<Stretch> stretches = comparison.stretches(FIRST, LAST);
        assertThat(stretches)
                .extracting(
                        stretch -> stretch.effect().direction(),
                        stretch -> stretch.effect().atOnce())
                .containsExactly(
                        tuple(Direction.AS_BEFORE, false),
                        tuple(Direction.SOONER, true),
                        tuple(Direction.SOONER, false));
        // What goes in the week of waiting by today's rules does not go sooner; thirty days before the change ends what
        // goes at once.
        assertThat(stretches.getFirst().last()).isEqualTo("2025-06-07T21:59:59.999999Z");
        assertThat(stretches.get(1).last()).isEqualTo("2026-05-08T21:59:59.999999Z");
    }

    @Test
    void aConflictThatComesAboutIsShownAndOneThatStaysIsNothingNew() {
        RetentionClass today = ruled(rule(RuleClass.HOST, "P3Y"));
        Comparison comparison = new Comparison(
                today, today, ruled(rule(RuleClass.STATUTORY, "P1Y"), rule(RuleClass.STATUTORY_MAX, "P180D")));
        assertThat(comparison.effect(LAST).conflicted()).isTrue();
        assertThat(comparison.goesThen(LAST).isNever()).isTrue();
        RetentionClass conflicted = ruled(rule(RuleClass.STATUTORY, "P1Y"), rule(RuleClass.STATUTORY_MAX, "P180D"));
        assertThat(new Comparison(conflicted, conflicted, conflicted)
                        .effect(LAST)
                        .direction())
                .isEqualTo(Direction.AS_BEFORE);
    }

    private static RetentionClass ruled(Random random, @Nullable Instant notBefore) {
        List<Rule> rules = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            EventDay day = random.nextInt(3) == 0
                    ? EventDay.AWAITED
                    : new EventDay(LocalDate.of(2020 + random.nextInt(8), 4, 1));
            RetentionPeriod period = RetentionPeriod.parse(PERIODS.get(random.nextInt(PERIODS.size())));
            rules.add(new Rule(RuleClass.EVENT, RuleScope.KIND, period, "event", day));
            rules.add(new Rule(RuleClass.HOST, RuleScope.KIND, period, "event", day));
        }
        for (RuleClass ruleClass : CLASSES) {
            if (random.nextInt(3) > 0) {
                rules.add(rule(ruleClass, PERIODS.get(random.nextInt(PERIODS.size()))));
            }
        }
        return new RetentionClass(
                new UUID(0, 1), 1, ZoneId.of("Europe/Berlin"), Grace.NONE, Grace.NONE, rules, notBefore);
    }

    private static RetentionClass ruled(Rule... rules) {
        return new RetentionClass(
                new UUID(0, 1), 1, ZoneId.of("Europe/Berlin"), Grace.NONE, Grace.NONE, List.of(rules));
    }

    private static Rule rule(RuleClass ruleClass, String period) {
        return new Rule(ruleClass, RuleScope.ACCOUNT, RetentionPeriod.parse(period), "test");
    }
}
