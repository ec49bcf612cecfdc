package dev.tenure.retention.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.retention.Decision;
import dev.tenure.retention.Decision.Standing;
import dev.tenure.retention.EventDay;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.Label;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RuleSet.Range;
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

class RetentionClassTest {

    private static final int CASES = 3_000;

    @Test
    void anItemIsDueExactlyWhenItsAnchorIsNotAfterTheCutoffOfItsClass() {
        Seeded.forEach(CASES, random -> {
            RetentionClass ruled = RandomFacts.retentionClass(random);
            Instant now = nowNearAConsequence(random, ruled);
            Duration skew = Duration.ofSeconds(random.nextInt(60));
            Cutoff cutoff = ruled.cutoff(now, skew);
            for (Instant anchor : anchorsNear(cutoff, random, ruled.zone())) {
                Decision decision = ruled.decide(anchor, null, List.of());
                boolean due = decision.standingAt(now, skew) == Standing.DUE;
                assertThat(due)
                        .as("anchor %s, now %s, class %s", anchor, now, ruled.canonicalJson())
                        .isEqualTo(cutoff.covers(anchor) && !decision.conflicted());
            }
        });
    }

    @Test
    void aTrashedItemWithoutGraceIsDueExactlyWhenItsAnchorIsNotAfterTheFloorCutoff() {
        Seeded.forEach(CASES, random -> {
            RetentionClass ruled = RandomFacts.retentionClass(random);
            Instant now = nowNearAConsequence(random, ruled);
            Cutoff cutoff = ruled.floorCutoff(now, Duration.ZERO);
            for (Instant anchor : anchorsNear(cutoff, random, ruled.zone())) {
                var trashed = new Trashed(now.minusSeconds(1), Grace.NONE);
                Decision decision = ruled.decide(anchor, trashed, List.of());
                boolean due = decision.standingAt(now, Duration.ZERO) == Standing.DUE;
                assertThat(due)
                        .as("anchor %s, now %s, class %s", anchor, now, ruled.canonicalJson())
                        .isEqualTo(cutoff.covers(anchor) && !decision.conflicted());
            }
        });
    }

    @Test
    void equalFactsMakeOneClassWhateverTheirOrder() {
        Seeded.forEach(500, random -> {
            RetentionClass ruled = RandomFacts.retentionClass(random);
            var rules = new ArrayList<>(ruled.rules());
            rules.addAll(ruled.rules());
            Collections.shuffle(rules, random);
            var same = new RetentionClass(
                    ruled.ruleSet(), ruled.revision(), ruled.zone(), ruled.trashGrace(), ruled.holdCoolOff(), rules);
            assertThat(same).isEqualTo(ruled);
            assertThat(same.digest()).isEqualTo(ruled.digest());
            assertThat(RetentionClass.parse(ruled.canonicalJson())).isEqualTo(ruled);
        });
    }

    @Test
    void theDigestOfAClassIsPartOfTheStorageFormatAndDoesNotDrift() {
        RetentionClass ruled = RetentionClass.of(ruleSet(), RetentionPeriod.parse("P60D"), List.of());
        assertThat(ruled.canonicalJson())
                .isEqualTo(
                        "{\"holdCoolOff\":\"P30D\",\"revision\":3,\"ruleSet\":\"00000000-0000-0000-0000-000000000001\","
                                + "\"rules\":[{\"class\":\"ACCOUNT_MIN\",\"period\":\"P30D\",\"scope\":\"ACCOUNT\",\"source\":"
                                + "\"00000000-0000-0000-0000-000000000001 revision 3\"},{\"class\":\"HOST\",\"period\":\"P60D\","
                                + "\"scope\":\"MEETING\",\"source\":\"host's choice under 00000000-0000-0000-0000-000000000001"
                                + " revision 3\"},{\"class\":\"HOST\",\"period\":\"P90D\",\"scope\":\"ACCOUNT\",\"source\":"
                                + "\"00000000-0000-0000-0000-000000000001 revision 3\"}],\"schema\":\"tenure-retention-class/1\","
                                + "\"trashGrace\":\"P30D\",\"zone\":\"Europe/Berlin\"}");
        assertThat(ruled.digest()).hasSize(64).matches("[0-9a-f]+");
    }

    @Test
    void anEventIsWrittenWhereThereIsOne() {
        Rule awaited = new Rule(
                RuleClass.EVENT, RuleScope.HOST, RetentionPeriod.parse("P2Y"), "event contract", EventDay.AWAITED);
        Rule come = new Rule(
                RuleClass.HOST,
                RuleScope.HOST,
                RetentionPeriod.parse("P2Y"),
                "event contract",
                EventDay.parse("2026-03-31"));
        RetentionClass ruled =
                new RetentionClass(new UUID(0, 1), 1, ZoneId.of("UTC"), Grace.NONE, Grace.NONE, List.of(awaited, come));
        assertThat(ruled.canonicalJson())
                .contains("{\"class\":\"EVENT\",\"event\":\"awaited\",\"period\":\"P2Y\",")
                .contains("{\"class\":\"HOST\",\"event\":\"2026-03-31\",\"period\":\"P2Y\",");
        assertThat(RetentionClass.parse(ruled.canonicalJson())).isEqualTo(ruled);
    }

    @Test
    void theHostsChoiceBeatsTheDefaultAndALabelBeatsTheHost() {
        Instant anchor = Instant.parse("2026-03-28T22:30:00Z");
        RetentionPeriod sixty = RetentionPeriod.parse("P60D");
        Label tenYears = new Label("keep", RetentionPeriod.parse("P10Y"));
        assertThat(goAt(RetentionClass.of(ruleSet(), null, List.of()), anchor)).isEqualTo(at("2026-06-26T22:00:00Z"));
        assertThat(goAt(RetentionClass.of(ruleSet(), sixty, List.of()), anchor)).isEqualTo(at("2026-05-27T22:00:00Z"));
        assertThat(goAt(RetentionClass.of(ruleSet(), sixty, List.of(tenYears)), anchor))
                .isEqualTo(at("2036-03-28T23:00:00Z"));
    }

    @Test
    void aStoredClassWithAnUnknownFieldIsRefused() {
        String stored = RetentionClass.of(ruleSet(), null, List.of()).canonicalJson();
        assertThatThrownBy(() -> RetentionClass.parse(stored.replaceFirst("\\{", "{\"colour\":\"red\",")))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> RetentionClass.parse(stored.replace("Europe/Berlin", "Europe/Atlantis")))
                .hasMessageContaining("class.zone");
    }

    /** Now, at or a moment beside an instant that some anchor leads to: where an error of one would show. */
    private static Instant nowNearAConsequence(Random random, RetentionClass ruled) {
        Instant anchor = RandomFacts.anchor(random, ruled.zone());
        Horizon goAt = ruled.decide(anchor, null, List.of()).goAt();
        Instant consequence = switch (goAt) {
            case Horizon.At(Instant instant) -> instant;
            case Horizon.Never() -> anchor.plus(30, ChronoUnit.DAYS);
        };
        return consequence.plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
    }

    private static List<Instant> anchorsNear(Cutoff cutoff, Random random, ZoneId zone) {
        var anchors = new ArrayList<Instant>();
        for (int i = 0; i < 5; i++) {
            anchors.add(RandomFacts.anchor(random, zone));
        }
        if (cutoff instanceof Cutoff.UpTo(Instant last)) {
            for (int micros = -1; micros <= 1; micros++) {
                anchors.add(last.plus(micros, ChronoUnit.MICROS));
            }
            anchors.add(last.plus(random.nextInt(172_800) - 86_400, ChronoUnit.SECONDS));
        }
        return anchors;
    }

    private static Horizon goAt(RetentionClass ruled, Instant anchor) {
        return ruled.decide(anchor, null, List.of()).goAt();
    }

    private static Horizon at(String instant) {
        return Horizon.at(Instant.parse(instant));
    }

    private static RuleSet ruleSet() {
        return new RuleSet(
                new UUID(0, 1),
                new UUID(0, 2),
                3,
                ZoneId.of("Europe/Berlin"),
                new Range(RetentionPeriod.parse("P30D"), null),
                Range.OPEN,
                RetentionPeriod.parse("P90D"),
                RuleSet.DEFAULT_TRASH_GRACE,
                RuleSet.DEFAULT_HOLD_COOL_OFF);
    }
}
