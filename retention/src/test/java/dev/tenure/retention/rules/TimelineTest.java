package dev.tenure.retention.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.Decision;
import dev.tenure.retention.Decision.Standing;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant END = Instant.parse("2026-03-28T22:30:00Z");
    private static final Instant DECIDED = Instant.parse("2026-06-01T09:00:00Z");
    private static final Instant BITES = Instant.parse("2026-06-08T09:00:00Z");

    /** 365 days become 30 for what is there, decided on 1 June with a delay of seven days: what is overdue by that is due on 8 June, to the second. */
    @Test
    void whatAShorteningMakesOverdueIsDueWhenItTakesEffectAndNotBefore() {
        Timeline<RetentionClass> timeline =
                new Timeline<>(keeps("P365D", null), List.of(edition(1, DECIDED, BITES, null, keeps("P30D", BITES))));
        Instant before = BITES.minusNanos(1000);
        Decision still = timeline.inForce(before, before).decide(END, null, List.of());
        assertThat(still.goAt()).isEqualTo(at("2027-03-28T22:00:00Z"));
        assertThat(still.standingAt(before, Duration.ZERO)).isEqualTo(Standing.WAITING);

        RetentionClass shortened = timeline.inForce(BITES, BITES);
        Decision then = shortened.decide(END, null, List.of());
        assertThat(then.goAt()).isEqualTo(Horizon.at(BITES));
        assertThat(then.destroyAt()).isEqualTo(Horizon.at(BITES));
        assertThat(then.standingAt(before, Duration.ZERO)).isEqualTo(Standing.WAITING);
        assertThat(then.standingAt(BITES, Duration.ZERO)).isEqualTo(Standing.DUE);
        assertThat(shortened.cutoff(before, Duration.ZERO)).isEqualTo(new Cutoff.Nothing());
        assertThat(shortened.cutoff(BITES, Duration.ZERO).covers(END)).isTrue();
        assertThat(shortened.cutoff(BITES.plusSeconds(29), Duration.ofSeconds(30)))
                .isEqualTo(new Cutoff.Nothing());
        assertThat(timeline.pending(DECIDED, DECIDED)).hasSize(1);
        assertThat(timeline.pending(BITES, BITES)).isEmpty();
    }

    @Test
    void whatIsRevokedNeverRulesAndThePastStaysAsItWasKnown() {
        Instant revoked = DECIDED.plusSeconds(60);
        Timeline<RetentionClass> timeline = new Timeline<>(
                keeps("P365D", null), List.of(edition(1, DECIDED, BITES, revoked, keeps("P30D", BITES))));
        assertThat(timeline.inForce(BITES, BITES)).isEqualTo(keeps("P365D", null));
        assertThat(timeline.pending(DECIDED, revoked)).isEmpty();
        assertThat(timeline.pending(DECIDED, DECIDED)).hasSize(1);
        assertThat(timeline.pending(DECIDED, DECIDED.minusNanos(1))).isEmpty();
    }

    @Test
    void ofSeveralForOneInstantTheLastMadeRulesWhateverCameIntoForceBefore() {
        Instant meanwhile = DECIDED.plusSeconds(60);
        Timeline<RetentionClass> timeline = new Timeline<>(
                keeps("P365D", null),
                List.of(
                        edition(1, DECIDED, BITES, null, keeps("P30D", BITES)),
                        edition(2, meanwhile, meanwhile, null, keeps("P2Y", null)),
                        edition(3, meanwhile, BITES, null, keeps("P1Y", BITES))));
        assertThat(timeline.inForce(meanwhile, meanwhile)).isEqualTo(keeps("P2Y", null));
        assertThat(timeline.inForce(BITES, BITES)).isEqualTo(keeps("P1Y", BITES));
        assertThat(timeline.pending(meanwhile, meanwhile))
                .extracting(Timeline.Edition::sequence)
                .containsExactly(3L);
        assertThat(timeline.inForce(BITES, DECIDED)).isEqualTo(keeps("P30D", BITES));
    }

    @Test
    void theInstantOfAChangeIsPartOfTheStoredFacts() {
        RetentionClass ruled = keeps("P30D", BITES);
        assertThat(ruled.canonicalJson()).contains("\"notBefore\":\"2026-06-08T09:00:00Z\"");
        assertThat(RetentionClass.parse(ruled.canonicalJson())).isEqualTo(ruled);
        assertThat(ruled.digest()).isNotEqualTo(keeps("P30D", null).digest());
    }

    private static Timeline.Edition<RetentionClass> edition(
            long sequence, Instant madeAt, Instant effectiveAt, @Nullable Instant revokedAt, RetentionClass facts) {
        return new Timeline.Edition<>(sequence, new UUID(0, 7), madeAt, effectiveAt, revokedAt, facts);
    }

    private static RetentionClass keeps(String period, @Nullable Instant notBefore) {
        Rule rule = new Rule(RuleClass.HOST, RuleScope.ACCOUNT, RetentionPeriod.parse(period), "test");
        return new RetentionClass(
                new UUID(0, 1),
                1,
                ZoneId.of("Europe/Berlin"),
                Grace.ofDays(30),
                Grace.ofDays(30),
                List.of(rule),
                notBefore);
    }

    private static Horizon at(String instant) {
        return Horizon.at(Instant.parse(instant));
    }
}
