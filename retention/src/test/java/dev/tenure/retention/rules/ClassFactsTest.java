package dev.tenure.retention.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.HostChoice;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RuleSet.Range;
import dev.tenure.retention.ScopedRule;
import dev.tenure.retention.Subject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassFactsTest {

    private static final int CASES = 300;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant END = Instant.parse("2026-03-28T22:30:00Z");
    private static final String ADA = "ada@example.org";

    /** All hosts 90 days, this one 180. */
    @Test
    void whatIsSaidOfOneHostCountsBeforeWhatIsSaidOfAll() {
        ClassFacts facts = facts("P90D", scoped(null, "Ada@Example.org", null, null, "P180D"));
        assertThat(goAt(facts, ItemKind.RECORDING, ADA)).isEqualTo(at("2026-09-24T22:00:00Z"));
        assertThat(goAt(facts, ItemKind.CHAT, "ADA@example.org")).isEqualTo(at("2026-09-24T22:00:00Z"));
        assertThat(goAt(facts, ItemKind.RECORDING, "eve@example.org")).isEqualTo(at("2026-06-26T22:00:00Z"));
    }

    @Test
    void theNarrowestDefaultCountsAndAChoiceForTheMeetingBeforeAll() {
        ScopedRule[] rules = {
            scoped(ItemKind.CHAT, ADA, null, null, "P10D"),
            scoped(null, ADA, null, null, "P20D"),
            scoped(ItemKind.CHAT, null, null, null, "P40D")
        };
        ClassFacts facts = facts("P90D", rules);
        assertThat(goAt(facts, ItemKind.CHAT, ADA)).isEqualTo(at("2026-04-07T22:00:00Z"));
        assertThat(goAt(facts, ItemKind.FILE, ADA)).isEqualTo(at("2026-04-17T22:00:00Z"));
        assertThat(goAt(facts, ItemKind.CHAT, "eve@example.org")).isEqualTo(at("2026-05-07T22:00:00Z"));
        ClassFacts chosen = ClassFacts.of(ruleSet("P90D", rules), RetentionPeriod.parse("P60D"), List.of());
        assertThat(goAt(chosen, ItemKind.CHAT, ADA)).isEqualTo(at("2026-05-27T22:00:00Z"));
    }

    @Test
    void everyMinimumAndMaximumThatFitsBinds() {
        ClassFacts facts = facts(
                "P30D",
                scoped(ItemKind.CHAT, null, "P60D", null, null),
                scoped(ItemKind.CHAT, ADA, "P90D", "P1Y", null),
                scoped(ItemKind.FILE, null, null, "P10D", null));
        assertThat(goAt(facts, ItemKind.CHAT, ADA)).isEqualTo(at("2026-06-26T22:00:00Z"));
        assertThat(goAt(facts, ItemKind.CHAT, "eve@example.org")).isEqualTo(at("2026-05-27T22:00:00Z"));
        assertThat(goAt(facts, ItemKind.FILE, "eve@example.org")).isEqualTo(at("2026-04-06T22:00:00Z"));
    }

    @Test
    void aChoiceOutsideWhatBindsTheItemIsRefusedWithWhatIsAllowed() {
        RuleSet rules =
                ruleSet(null, scoped(ItemKind.CHAT, null, "P60D", null, null), scoped(null, ADA, null, "P1Y", null));
        Subject chat = new Subject(ItemKind.CHAT, ADA);
        assertThat(rules.choose(RetentionPeriod.parse("P30D"), chat))
                .isInstanceOfSatisfying(
                        HostChoice.Refused.class,
                        refused -> assertThat(refused.reason()).contains("P60D", "P1Y", "P30D"));
        assertThat(rules.choose(RetentionPeriod.parse("P2Y"), chat)).isInstanceOf(HostChoice.Refused.class);
        assertThat(rules.choose(RetentionPeriod.parse("P90D"), chat)).isInstanceOf(HostChoice.Accepted.class);
        assertThat(rules.choose(RetentionPeriod.parse("P30D"), new Subject(ItemKind.FILE, ADA)))
                .isInstanceOf(HostChoice.Accepted.class);
    }

    @Test
    void classesThatTellNothingApartKeepTheTextAndTheDigestTheyHad() {
        RuleSet rules = ruleSet("P90D");
        RetentionClass former = RetentionClass.of(rules, null, List.of());
        assertThat(ClassFacts.of(rules, null, List.of()).canonicalJson()).isEqualTo(former.canonicalJson());
        assertThat(ClassFacts.parse(former.canonicalJson())).isEqualTo(ClassFacts.whole(former));
    }

    @Test
    void theOrderInWhichRulesAreStatedChangesNothingAndTextsAreReadAsTheyWereWritten() {
        Seeded.forEach(CASES, random -> {
            RuleSet rules = RandomRuleSets.ruleSet(random, 1, BERLIN);
            List<ScopedRule> other = new ArrayList<>(rules.provisions().scoped());
            Collections.shuffle(other, random);
            ClassFacts facts = ClassFacts.of(rules, null, List.of());
            assertThat(ClassFacts.of(with(rules, other), null, List.of()).digest())
                    .isEqualTo(facts.digest());
            assertThat(ClassFacts.parse(facts.canonicalJson())).isEqualTo(facts);
        });
    }

    @Test
    void aFurtherMinimumNeverLetsAnythingGoEarlier() {
        Seeded.forEach(CASES, random -> {
            RuleSet rules = RandomRuleSets.ruleSet(random, 1, RandomFacts.zone(random));
            List<ScopedRule> more = rules.provisions().scoped().stream()
                    .map(one -> one.range().minimum() == null && one.range().maximum() == null
                            ? new ScopedRule(
                                    one.of().kind(),
                                    one.of().host(),
                                    new Range(RandomFacts.period(random), null),
                                    one.hostDefault())
                            : one)
                    .toList();
            RuleSet obliged;
            try {
                obliged = with(rules, more);
            } catch (IllegalArgumentException contradiction) {
                return;
            }
            Instant anchor = RandomFacts.anchor(random, rules.zone());
            for (Subject subject : RandomRuleSets.subjects()) {
                assertThat(decide(ClassFacts.of(obliged, null, List.of()), subject, anchor)
                                .goAt())
                        .isGreaterThanOrEqualTo(decide(ClassFacts.of(rules, null, List.of()), subject, anchor)
                                .goAt());
            }
        });
    }

    @Test
    void everyItemIsOfExactlyOnePart() {
        Seeded.forEach(CASES, random -> {
            ClassFacts facts = ClassFacts.of(RandomRuleSets.ruleSet(random, 1, BERLIN), null, List.of());
            for (Subject subject : RandomRuleSets.subjects()) {
                assertThat(facts.parts().list().stream().filter(part -> has(part.of("c"), subject)))
                        .singleElement()
                        .extracting(Parts.Part::says)
                        .isEqualTo(facts.of(subject));
            }
        });
    }

    private static boolean has(ClassPart part, Subject subject) {
        String host = subject.host() == null ? "" : subject.host();
        return part.kinds().contains(subject.kind())
                && (part.host() == null
                        ? !part.others().contains(host)
                        : part.host().equals(host));
    }

    private static Decision decide(ClassFacts facts, Subject subject, Instant anchor) {
        return facts.of(subject).decide(anchor, null, List.of());
    }

    private static Horizon goAt(ClassFacts facts, ItemKind kind, String host) {
        return decide(facts, new Subject(kind, host), END).goAt();
    }

    private static ClassFacts facts(String hostDefault, ScopedRule... scoped) {
        return ClassFacts.of(ruleSet(hostDefault, scoped), null, List.of());
    }

    private static RuleSet ruleSet(@Nullable String hostDefault, ScopedRule... scoped) {
        return new RuleSet(
                new UUID(0, 1),
                new UUID(0, 9),
                1,
                BERLIN,
                Range.OPEN,
                Range.OPEN,
                period(hostDefault),
                Grace.ofDays(30),
                Grace.ofDays(30),
                new Provisions(List.of(scoped)));
    }

    private static RuleSet with(RuleSet rules, List<ScopedRule> scoped) {
        return new RuleSet(
                rules.id(),
                rules.account(),
                rules.revision(),
                rules.zone(),
                rules.accountRange(),
                rules.statutoryRange(),
                rules.hostDefault(),
                rules.trashGrace(),
                rules.holdCoolOff(),
                new Provisions(scoped, rules.provisions().events(), List.of(), List.of(), false));
    }

    private static ScopedRule scoped(
            @Nullable ItemKind kind,
            @Nullable String host,
            @Nullable String minimum,
            @Nullable String maximum,
            @Nullable String hostDefault) {
        return new ScopedRule(kind, host, new Range(period(minimum), period(maximum)), period(hostDefault));
    }

    private static @Nullable RetentionPeriod period(@Nullable String text) {
        return text == null ? null : RetentionPeriod.parse(text);
    }

    private static Horizon at(String instant) {
        return Horizon.at(Instant.parse(instant));
    }
}
