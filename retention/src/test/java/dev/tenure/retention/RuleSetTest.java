package dev.tenure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.RuleSet.Range;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    @Test
    void aChoiceInsideTheRangeIsAcceptedAtBothEnds() {
        RuleSet rules = rules("P30D", "P1Y", null);
        for (String period : new String[] {"P30D", "P6M", "P1Y", "P12M", "PT8760H"}) {
            assertThat(rules.choose(RetentionPeriod.parse(period))).isInstanceOf(HostChoice.Accepted.class);
        }
    }

    @Test
    void aChoiceOutsideTheRangeIsRefusedWithTheRange() {
        RuleSet rules = rules("P30D", "P1Y", null);
        for (String period : new String[] {"P29D", "PT719H", "P366D", "P13M", "forever"}) {
            assertThat(rules.choose(RetentionPeriod.parse(period)))
                    .isEqualTo(new HostChoice.Refused("This account allows at least P30D and at most P1Y; "
                            + RetentionPeriod.parse(period) + " lies outside that range."));
        }
    }

    @Test
    void withoutARangeEverythingIsAccepted() {
        assertThat(rules(null, null, null).choose(RetentionPeriod.forever())).isInstanceOf(HostChoice.Accepted.class);
    }

    /** Each class says an event for a kind of each host that a rule names: what decides an item has to stay readable. */
    @Test
    void eventsTimesHostsAreBounded() {
        List<ScopedRule> hosts = IntStream.range(0, ScopedRule.MAX)
                .mapToObj(i -> new ScopedRule(null, "host" + i, Range.OPEN, RetentionPeriod.parse("P30D")))
                .toList();
        assertThat(new Provisions(hosts, events(9, true), List.of(), List.of(), false).events())
                .hasSize(9);
        assertThat(new Provisions(hosts, events(EventRule.MAX, false), List.of(), List.of(), false).events())
                .hasSize(EventRule.MAX);
        assertThatThrownBy(() -> new Provisions(hosts, events(10, true), List.of(), List.of(), false))
                .hasMessageContaining("1010 times");
        assertThatThrownBy(() -> new Provisions(List.of(), events(101, false), List.of(), List.of(), false))
                .hasMessageContaining("at most 100");
    }

    @Test
    void eventsAreReadAsTheyWereWrittenAndAbsentWhereTheyWereNotKnown() {
        Provisions provisions = new Provisions(List.of(), events(2, true), List.of(), List.of(), false);
        String written = ProvisionsJson.write(provisions).canonical();
        assertThat(written)
                .contains(
                        "{\"day\":\"2026-03-31\",\"host\":null,\"keep\":\"P2Y\",\"kind\":\"CHAT\",\"name\":\"event 1\"}");
        assertThat(ProvisionsJson.parse(written)).isEqualTo(provisions);
        assertThat(ProvisionsJson.write(Provisions.NONE).canonical()).doesNotContain("events");
    }

    private static List<EventRule> events(int count, boolean ofKind) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new EventRule(
                        "event " + i,
                        ofKind ? new Selector(ItemKind.CHAT, null) : new Selector(null, "host" + i % 100),
                        RetentionPeriod.parse("P2Y"),
                        EventDay.parse("2026-03-31")))
                .toList();
    }

    /** Names of hosts are told apart by one in a simulation's query: two in one rule were counted nowhere. */
    @Test
    void aScopedRulesHostHasNoControlCharacters() {
        assertThatThrownBy(() -> new ScopedRule(null, "ada\u001fbob", Range.OPEN, RetentionPeriod.parse("P30D")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control characters");
    }

    @Test
    void aRuleSetThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> rules("P1Y", "P30D", null)).hasMessageContaining("minimum is longer");
        assertThatThrownBy(() -> rules("P30D", "P1Y", "P10D")).hasMessageContaining("default of P10D");
    }

    @Test
    void aFixedOffsetIsNoZoneForCivilDays() {
        assertThatThrownBy(() -> rules(ZoneOffset.ofHours(1), null, null, null)).hasMessageContaining("IANA");
    }

    private static RuleSet rules(@Nullable String minimum, @Nullable String maximum, @Nullable String standard) {
        return rules(ZoneId.of("Europe/Berlin"), minimum, maximum, standard);
    }

    private static RuleSet rules(
            ZoneId zone, @Nullable String minimum, @Nullable String maximum, @Nullable String standard) {
        return new RuleSet(
                new UUID(0, 1),
                new UUID(0, 2),
                1,
                zone,
                new Range(period(minimum), period(maximum)),
                Range.OPEN,
                period(standard),
                RuleSet.DEFAULT_TRASH_GRACE,
                RuleSet.DEFAULT_HOLD_COOL_OFF);
    }

    private static @Nullable RetentionPeriod period(@Nullable String text) {
        return text == null ? null : RetentionPeriod.parse(text);
    }
}
