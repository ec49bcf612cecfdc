package dev.tenure.retention.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.PersonId;
import dev.tenure.retention.Decision;
import dev.tenure.retention.EventDay;
import dev.tenure.retention.EventRule;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.Selector;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.policy.RuleSets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept until something happens, and when it goes after that. */
@ExtendWith(RetentionWorld.Shared.class)
class EventsIT {

    private static final Instant TOLD = Instant.parse("2026-05-01T00:00:00Z");
    private static final Duration SKEW = RetentionWorld.SKEW;
    private static final String LONG_AGO = "2024-04-01";
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId OLGA = new PersonId(new UUID(0, 2));

    private final RetentionWorld world;
    private final Changes changes;
    private final Simulator simulator;
    private final RuleSets ruleSets;
    private final Sweep sweep;
    private final AccountId account;

    EventsIT(RetentionWorld world) {
        this.world = world;
        this.changes = world.the(Changes.class);
        this.simulator = world.the(Simulator.class);
        this.ruleSets = world.the(RuleSets.class);
        this.sweep = world.the(Sweep.class);
        this.account = world.anAccount();
        world.clock().set(TOLD);
    }

    /** It keeps at once what is there; that it came, years before anybody said so, lets nothing go before two people said so and a trash grace is over. */
    @Test
    void keepsWhatIsThereUntilItComesAndLetsItGoAGraceLater() {
        rules();
        Item item = world.anItem(account, null);
        assertThat(goAt(item)).isEqualTo("2026-04-27T22:00:00Z");
        rules(contract("awaited"));
        assertThat(goAt(item)).isEqualTo("never");
        assertThat(sweep.run().destroyed()).isEmpty();
        assertThat(decision(item).considered())
                .extracting(rule -> rule.ruleClass())
                .contains(RuleClass.EVENT);
        assertThat(decision(item).considered()).anySatisfy(rule -> {
            assertThat(rule.source()).isEqualTo("event contract ended");
            assertThat(rule.event()).isEqualTo(EventDay.AWAITED);
            assertThat(rule.won()).isTrue();
        });

        RuleSets.Wish come = wish(contract(LONG_AGO));
        Simulation simulation = simulator.simulate(account, come);
        assertThat(simulation.preview().items()).isEqualTo(1);
        assertThat(simulation.preview().itemsAtOnce()).isEqualTo(1);
        rules(contract(LONG_AGO));
        assertThat(goAt(item)).as("nobody else agreed yet").isEqualTo("never");

        Change change = approved(come);
        Instant effective = Objects.requireNonNull(change.approval()).takesEffectAt();
        assertThat(effective).isEqualTo(Instant.parse("2026-05-31T00:00:00Z"));
        world.clock().set(effective.plus(SKEW).minusNanos(1000));
        assertThat(sweep.run().destroyed()).isEmpty();
        world.clock().set(effective.plus(SKEW));
        assertThat(goAt(item)).isEqualTo("2026-05-31T00:00:00Z");
        assertThat(sweep.run().destroyed()).containsExactly(item.id());
    }

    /** However it is told that an event came: with its first mention, under another name, by a shorter time from it, beside a shorter grace. */
    @Test
    void leavesTheLongerGraceHoweverItIsSaidToHaveCome() {
        String inNinetyDays = "2026-07-30T00:00:00Z";
        rules(90);
        world.anItem(account, null);
        assertThat(effect(wish(90, contract(LONG_AGO)))).isEqualTo(inNinetyDays);
        assertThat(effect(wish(0, contract(LONG_AGO)))).isEqualTo(inNinetyDays);
        rules(90, contract("awaited"));
        assertThat(effect(wish(90, contract("another", ItemKind.RECORDING, null, LONG_AGO))))
                .isEqualTo(inNinetyDays);
        rules(90, contract("2030-01-01"));
        EventRule shorter = new EventRule(
                "contract ended",
                new Selector(ItemKind.RECORDING, null),
                RetentionPeriod.parse("P1D"),
                EventDay.parse("2030-01-01"));
        assertThat(effect(wish(90, shorter))).isEqualTo(inNinetyDays);
        assertThat(effect(wish(90, contract("awaited"))))
                .as("keeps only longer")
                .isEqualTo("2026-05-08T00:00:00Z");
    }

    /** What its host deleted is kept by the event alone; that the choice for its meeting lasts longer does not keep it then. */
    @Test
    void ofWhatIsInTheTrashTheSimulationTellsToo() {
        rules(contract("2030-01-01"));
        Item item = world.anItem(account, "P10Y");
        world.the(Trash.class).put(item, RetentionWorld.ACTOR);
        assertThat(decision(item).destroyAt()).hasToString("2032-01-01T23:00:00Z");
        Preview preview = simulator.simulate(account, wish(contract(LONG_AGO))).preview();
        assertThat(preview.items()).isEqualTo(1);
        assertThat(preview.itemsAtOnce()).isEqualTo(1);
    }

    @Test
    void bindsWhatComesAfterIt() {
        rules(contract(LONG_AGO));
        Item late = world.anItem(account, null);
        assertThat(goAt(late)).isEqualTo("2026-04-01T22:00:00Z");
        assertThat(sweep.due(account)).isEqualTo(1);
        assertThat(sweep.run().destroyed()).containsExactly(late.id());
    }

    @Test
    void onlyEverKeepsLongerAtOnce() {
        rules(contract("2030-01-01"));
        Item item = world.anItem(account, null);
        assertThat(goAt(item)).isEqualTo("2032-01-01T23:00:00Z");
        rules(contract(LONG_AGO));
        assertThat(goAt(item)).isEqualTo("2032-01-01T23:00:00Z");
        rules(contract("2031-01-01"));
        assertThat(goAt(item)).isEqualTo("2033-01-01T23:00:00Z");
        rules();
        assertThat(goAt(item)).as("what goes shortens nothing").isEqualTo("2033-01-01T23:00:00Z");
        rules(contract("awaited"));
        assertThat(goAt(item)).isEqualTo("never");
    }

    @Test
    void isNothingWithoutSayingForWhichItems() {
        assertThatThrownBy(() -> new Selector(null, null)).hasMessageContaining("needs a kind or a host");
        assertThatThrownBy(() -> rules(contract("awaited"), contract(LONG_AGO))).hasMessageContaining("one name");
        RuleSet made = rules(contract("awaited"), contract("of chats", ItemKind.CHAT, null, "2026-02-28"));
        assertThat(ruleSets.current(account)).isEqualTo(made);
    }

    private Change approved(RuleSets.Wish rules) {
        Preview seen = simulator.simulate(account, rules).preview();
        Change proposed = done(changes.propose(account, Expected.ANY, seen, "the contract ended", ADA));
        return done(changes.approve(account, proposed.id(), Expected.ANY, OLGA));
    }

    private static Change done(Changes.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Changes.Done.class);
        return ((Changes.Done) outcome).change();
    }

    private String goAt(Item item) {
        return decision(item).goAt().toString();
    }

    private Decision decision(Item item) {
        return world.the(ItemDecisions.class).decide(world.the(item.id())).orElseThrow();
    }

    private RuleSet rules(EventRule... events) {
        return ruleSets.revise(account, wish(events), RetentionWorld.ACTOR);
    }

    private RuleSet rules(int grace, EventRule... events) {
        return ruleSets.revise(account, wish(grace, events), RetentionWorld.ACTOR);
    }

    private String effect(RuleSets.Wish wish) {
        return simulator.simulate(account, wish).earliestEffect().toString();
    }

    private static RuleSets.Wish wish(EventRule... events) {
        return wish(30, events);
    }

    private static RuleSets.Wish wish(int grace, EventRule... events) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RuleSet.Range.OPEN,
                RuleSet.Range.OPEN,
                RetentionPeriod.parse("P30D"),
                Grace.ofDays(grace),
                Grace.ofDays(30),
                new Provisions(List.of(), List.of(events), List.of(), List.of(), false));
    }

    private static EventRule contract(String day) {
        return contract("contract ended", ItemKind.RECORDING, null, day);
    }

    private static EventRule contract(String name, @Nullable ItemKind kind, @Nullable String host, String day) {
        return new EventRule(name, new Selector(kind, host), RetentionPeriod.parse("P2Y"), EventDay.parse(day));
    }
}
