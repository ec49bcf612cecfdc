package dev.tenure.retention.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.Decision;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleClass.Effect;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RuleSet.Range;
import dev.tenure.retention.Subject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LengtheningTest {

    private static final int CASES = 1_500;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant END = Instant.parse("2026-03-28T22:30:00Z");

    @Test
    void noItemEverGetsAnEarlierFloorGoesEarlierOrLeavesAConflict() {
        Seeded.forEach(CASES, random -> {
            RetentionClass before = withGraces(random, RandomFacts.retentionClass(random));
            RetentionClass wished = withGraces(random, RandomFacts.retentionClass(random));
            RetentionClass after = Lengthening.of(before, wished);
            for (int i = 0; i < 8; i++) {
                Instant anchor = RandomFacts.anchor(random, before.zone());
                Instant trashed = random.nextBoolean() ? null : anchor.plusSeconds(random.nextInt(100_000_000));
                neverEarlier(decide(before, anchor, trashed), decide(after, anchor, trashed));
            }
        });
    }

    @Test
    void noRevisionThatTellsKindsAndHostsApartShortensAnythingThatIsThere() {
        Seeded.forEach(CASES / 6, random -> {
            ZoneId zone = RandomFacts.zone(random);
            RetentionPeriod choice = random.nextBoolean() ? null : RandomFacts.period(random);
            ClassFacts before = ClassFacts.of(RandomRuleSets.ruleSet(random, 1, zone), choice, List.of());
            ClassFacts after = before.lengthenedBy(RandomRuleSets.ruleSet(random, 2, RandomFacts.zone(random)));
            ClassFacts later = after.lengthenedBy(RandomRuleSets.ruleSet(random, 3, zone));
            for (Subject subject : RandomRuleSets.subjects()) {
                Instant anchor = RandomFacts.anchor(random, zone);
                Instant trashed = random.nextBoolean() ? null : anchor.plusSeconds(random.nextInt(100_000_000));
                Decision first = decide(before.of(subject), anchor, trashed);
                Decision second = decide(after.of(subject), anchor, trashed);
                neverEarlier(first, second);
                neverEarlier(second, decide(later.of(subject), anchor, trashed));
            }
        });
    }

    @Test
    void whoChoosesAnewNeverGetsAnEarlierFloor() {
        Seeded.forEach(CASES, random -> {
            RetentionClass before = RandomFacts.retentionClass(random);
            RetentionClass wished = RandomFacts.retentionClass(random);
            RetentionClass after = Lengthening.keepingFloors(before, wished);
            Instant anchor = RandomFacts.anchor(random, before.zone());
            floorNotEarlier(decide(before, anchor, null), decide(after, anchor, null));
        });
    }

    @Test
    void aChangeThatOnlyLengthensBindsWholly() {
        RetentionClass before = under(ruleSet(1, "P30D", "P1Y", "P90D"), null);
        RetentionClass wished = before.under(ruleSet(2, "P60D", "P2Y", "P6M"), null);
        RetentionClass after = Lengthening.of(before, wished);
        assertThat(after).isEqualTo(wished);
        assertThat(after.revision()).isEqualTo(2);
    }

    @Test
    void whatLengthensOneThingAndShortensAnotherDoesTheFirst() {
        RetentionClass before = under(ruleSet(1, "P30D", "P1Y", "P180D"), null);
        RetentionClass after = Lengthening.of(before, before.under(ruleSet(2, "P60D", "P100D", "P90D"), null));
        Decision decision = after.decide(END, null, List.of());
        assertThat(decision.bounds().floor()).isEqualTo(at("2026-05-27T22:00:00Z"));
        assertThat(decision.bounds().ceiling()).isEqualTo(at("2027-03-27T23:00:00Z"));
        assertThat(decision.goAt()).isEqualTo(at("2026-09-24T22:00:00Z"));
    }

    @Test
    void aShorteningChangesNothingAndKeepsWhoSaidIt() {
        RetentionClass before = under(ruleSet(1, "P60D", "P1Y", "P180D"), "P90D");
        RetentionClass after = Lengthening.of(before, before.under(ruleSet(2, null, "P100D", "P60D"), null));
        assertThat(after.rulesLike(before)).isTrue();
    }

    @Test
    void whatTheHostChoseStaysChosen() {
        RetentionClass before = under(ruleSet(1, null, "P1Y", "P60D"), "P90D");
        RetentionClass after = Lengthening.of(before, before.under(ruleSet(2, null, "P2Y", "P1Y"), null));
        assertThat(after.decide(END, null, List.of()).goAt()).isEqualTo(at("2026-06-26T22:00:00Z"));
    }

    /** The law demands a year and forbids more than half of one: that it now allows two must not let anything go without a person. */
    @Test
    void noChangeAloneEndsAConflict() {
        RetentionClass before = new RetentionClass(
                new UUID(0, 1),
                1,
                BERLIN,
                Grace.NONE,
                Grace.NONE,
                List.of(rule(RuleClass.STATUTORY, "P1Y"), rule(RuleClass.STATUTORY_MAX, "P180D")));
        RetentionClass wished = new RetentionClass(
                new UUID(0, 2),
                2,
                BERLIN,
                Grace.NONE,
                Grace.NONE,
                List.of(rule(RuleClass.STATUTORY, "P1Y"), rule(RuleClass.STATUTORY_MAX, "P2Y")));
        assertThat(wished.decide(END, null, List.of()).conflicted()).isFalse();
        assertThat(Lengthening.of(before, wished).decide(END, null, List.of()).conflicted())
                .isTrue();
    }

    @Test
    void monthsAndDaysAreComparedByEveryDayOfTheCalendar() {
        assertThat(longer("P6M", "P180D", Effect.CHOOSE)).isTrue();
        assertThat(longer("P6M", "P181D", Effect.LIMIT)).isTrue();
        assertThat(longer("P6M", "P182D", Effect.LIMIT)).isFalse();
        assertThat(longer("P1Y", "P365D", Effect.LIMIT)).isTrue();
        assertThat(longer("P366D", "P1Y", Effect.RETAIN)).isTrue();
        assertThat(longer("P365D", "P1Y", Effect.RETAIN)).isFalse();
        assertThat(longer("PT8760H", "P1Y", Effect.RETAIN)).isFalse();
        assertThat(longer("PT9240H", "P1Y", Effect.RETAIN)).isTrue();
        assertThat(longer("P1M", "forever", Effect.RETAIN)).isFalse();
        assertThat(longer("forever", "forever", Effect.RETAIN)).isTrue();
    }

    private static boolean longer(String one, String other, Effect effect) {
        return Lengths.neverShorter(RetentionPeriod.parse(one), RetentionPeriod.parse(other), effect);
    }

    private static void neverEarlier(Decision before, Decision after) {
        floorNotEarlier(before, after);
        assertThat(after.goAt()).isGreaterThanOrEqualTo(before.goAt());
        assertThat(after.destroyAt()).isGreaterThanOrEqualTo(before.destroyAt());
        if (before.conflicted()) {
            assertThat(after.conflicted()).isTrue();
        }
    }

    private static void floorNotEarlier(Decision before, Decision after) {
        if (before.bounds().floor() != null) {
            assertThat(after.bounds().floor())
                    .isGreaterThanOrEqualTo(before.bounds().floor());
        }
    }

    private static Decision decide(RetentionClass ruled, Instant anchor, @Nullable Instant trashed) {
        return ruled.decide(anchor, trashed == null ? null : new Trashed(trashed, ruled.trashGrace()), List.of());
    }

    private static RetentionClass withGraces(Random random, RetentionClass ruled) {
        return new RetentionClass(
                ruled.ruleSet(),
                ruled.revision(),
                ruled.zone(),
                Grace.ofDays(random.nextInt(60)),
                Grace.ofDays(random.nextInt(60)),
                ruled.rules(),
                random.nextInt(4) > 0 ? null : RandomFacts.anchor(random, ruled.zone()));
    }

    private static RetentionClass under(RuleSet ruleSet, @Nullable String choice) {
        return RetentionClass.of(ruleSet, choice == null ? null : RetentionPeriod.parse(choice), List.of());
    }

    private static RuleSet ruleSet(
            int revision, @Nullable String minimum, @Nullable String maximum, @Nullable String hostDefault) {
        return new RuleSet(
                new UUID(0, revision),
                new UUID(0, 9),
                revision,
                BERLIN,
                new Range(period(minimum), period(maximum)),
                Range.OPEN,
                period(hostDefault),
                Grace.ofDays(30),
                Grace.ofDays(30));
    }

    private static @Nullable RetentionPeriod period(@Nullable String text) {
        return text == null ? null : RetentionPeriod.parse(text);
    }

    private static Rule rule(RuleClass ruleClass, String period) {
        return new Rule(ruleClass, RuleScope.ACCOUNT, RetentionPeriod.parse(period), "test");
    }

    private static Horizon at(String instant) {
        return Horizon.at(Instant.parse(instant));
    }
}
