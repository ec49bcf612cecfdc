package dev.tenure.retention.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RuleSet.Range;
import dev.tenure.retention.ScopedRule;
import dev.tenure.retention.Subject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocksTest {

    private static final int CASES = 40;
    private static final String BERLIN = "Europe/Berlin";
    private static final String ADA = "ada@example.org";

    @Test
    void aLockedMinimumIsOnlyReplacedByALockedOneThatIsNeverShorter() {
        RuleSet locked = rules(BERLIN, "P1Y", true);
        assertThat(undone(rules(BERLIN, "P1Y", true), locked)).isNull();
        assertThat(undone(rules(BERLIN, "P366D", true), locked)).isNull();
        assertThat(undone(rules(BERLIN, "P365D", true), locked)).contains("P1Y", "locked");
        assertThat(undone(rules(BERLIN, "P1Y", false), locked)).contains("P1Y");
        assertThat(undone(rules(BERLIN, null, false), locked)).contains("P1Y");
        assertThat(undone(rules("America/New_York", "P2Y", true), locked)).contains(BERLIN);
        assertThat(undone(locked, rules("America/New_York", "P2Y", false))).isNull();
    }

    @Test
    void whatIsLockedForSomeItemsOnlyBecomesWider() {
        RuleSet locked = rules(BERLIN, null, false, scoped(ItemKind.CHAT, ADA, "P1Y", true));
        assertThat(undone(rules(BERLIN, null, false, scoped(ItemKind.CHAT, null, "P1Y", true)), locked))
                .isNull();
        assertThat(undone(rules(BERLIN, null, false, scoped(null, ADA, "P2Y", true)), locked))
                .isNull();
        assertThat(undone(rules(BERLIN, "P1Y", true), locked)).isNull();
        assertThat(undone(rules(BERLIN, null, false, scoped(ItemKind.FILE, ADA, "P1Y", true)), locked))
                .contains("CHAT", ADA);
        assertThat(undone(rules(BERLIN, null, false, scoped(ItemKind.CHAT, ADA, "P1Y", false)), locked))
                .contains(ADA);
        assertThat(undone(rules(BERLIN, "P1Y", false), locked)).contains(ADA);
        RuleSet wider = rules(BERLIN, null, false, scoped(ItemKind.CHAT, null, "P1Y", true));
        assertThat(undone(locked, wider)).contains("CHAT");
    }

    @Test
    void onlyWhatIsThereCanBeLocked() {
        assertThatThrownBy(() -> rules(BERLIN, null, true)).hasMessageContaining("no minimum");
        assertThatThrownBy(() -> new ScopedRule(ItemKind.CHAT, null, Range.OPEN, RetentionPeriod.parse("P1Y"), true))
                .hasMessageContaining("no minimum");
    }

    /** Whatever follows, by itself or decided by two people to bind what is there: no item's locked floor gets earlier, whatever zone it came under. */
    @Test
    void noFloorThatIsLockedEverGetsEarlier() {
        Seeded.forEach(CASES, random -> {
            RuleSet first = RandomRuleSets.ruleSet(random, 1, RandomFacts.zone(random));
            RuleSet locking = locking(random, 2);
            RuleSet next = locking(random, 3);
            if (locking == null || next == null || Locks.undoneBy(next, locking).isPresent()) {
                return;
            }
            ClassFacts locked = ClassFacts.of(first, null, List.of()).lengthenedBy(locking);
            Instant anchor = RandomFacts.anchor(random, first.zone());
            for (Subject subject : RandomRuleSets.subjects()) {
                Horizon floor = lockedFloor(locked, subject, anchor);
                assertThat(lockedFloor(locked.lengthenedBy(next), subject, anchor))
                        .isGreaterThanOrEqualTo(floor);
                assertThat(lockedFloor(locked.under(next, anchor), subject, anchor))
                        .isGreaterThanOrEqualTo(floor);
            }
        });
    }

    private static Horizon lockedFloor(ClassFacts facts, Subject subject, Instant anchor) {
        RetentionClass one = facts.of(subject);
        RetentionClass only = new RetentionClass(
                one.ruleSet(),
                one.revision(),
                one.zone(),
                one.trashGrace(),
                one.holdCoolOff(),
                one.rules().stream()
                        .filter(rule -> rule.ruleClass() == RuleClass.LOCKED)
                        .toList());
        return Objects.requireNonNull(
                only.decide(anchor, null, List.of()).bounds().floor());
    }

    /** Locks the account's minimum, often with one of few periods, so that one is often no shorter than another. */
    private static @Nullable RuleSet locking(Random random, int revision) {
        RuleSet some = RandomRuleSets.ruleSet(random, revision, ZoneId.of(BERLIN));
        RetentionPeriod minimum = RandomFacts.period(random);
        try {
            return new RuleSet(
                    some.id(),
                    some.account(),
                    revision,
                    some.zone(),
                    new Range(minimum, some.accountRange().maximum()),
                    some.statutoryRange(),
                    null,
                    some.trashGrace(),
                    some.holdCoolOff(),
                    new Provisions(some.provisions().scoped(), List.of(), List.of(), List.of(), true));
        } catch (IllegalArgumentException contradiction) {
            return null;
        }
    }

    private static @Nullable String undone(RuleSet wished, RuleSet inForce) {
        return Locks.undoneBy(wished, inForce).orElse(null);
    }

    private static ScopedRule scoped(@Nullable ItemKind kind, @Nullable String host, String minimum, boolean locked) {
        return new ScopedRule(kind, host, new Range(RetentionPeriod.parse(minimum), null), null, locked);
    }

    private static RuleSet rules(String zone, @Nullable String minimum, boolean locked, ScopedRule... scoped) {
        return new RuleSet(
                new UUID(0, 1),
                new UUID(0, 9),
                1,
                ZoneId.of(zone),
                new Range(minimum == null ? null : RetentionPeriod.parse(minimum), null),
                Range.OPEN,
                null,
                Grace.ofDays(30),
                Grace.ofDays(30),
                new Provisions(List.of(scoped), List.of(), List.of(), List.of(), locked));
    }
}
