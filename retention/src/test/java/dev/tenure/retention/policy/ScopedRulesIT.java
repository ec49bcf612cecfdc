package dev.tenure.retention.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.ScopedRule;
import dev.tenure.retention.StatutorySchedule;
import dev.tenure.retention.change.Simulation;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.destruction.SweepRun;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionTemplate;

/** What is said of a kind or of a host rules those items, whenever they came, and no others. The clock is at the beginning of 2027. */
@ExtendWith(RetentionWorld.Shared.class)
class ScopedRulesIT {

    private static final String ADA = "Ada@Example.org";
    private static final String EVE = "eve@example.org";

    private final RetentionWorld world;
    private final RuleSets ruleSets;
    private final AccountId account;

    ScopedRulesIT(RetentionWorld world) {
        this.world = world;
        this.ruleSets = world.the(RuleSets.class);
        this.account = world.anAccount();
    }

    @Test
    void ofOneMeetingEachKindGoesWhenItIsItsTime() {
        rules("P30D", scoped(ItemKind.CHAT, null, null, null, "P2Y"));
        MeetingId meeting = meeting(ADA);
        ItemId recording = item(meeting, ADA, ItemKind.RECORDING, null);
        ItemId chat = item(meeting, ADA, ItemKind.CHAT, null);
        ItemId file = item(meeting, ADA, ItemKind.FILE, null);
        assertThat(world.the(chat).retentionClass())
                .isEqualTo(world.the(recording).retentionClass());
        assertThat(goAt(recording)).isEqualTo("2026-04-27T22:00:00Z");
        assertThat(goAt(chat)).isEqualTo("2028-03-28T22:00:00Z");

        Sweep sweep = world.the(Sweep.class);
        assertThat(sweep.due(account)).isEqualTo(2);
        SweepRun seen = sweep.preview(account);
        assertThat(Objects.requireNonNull(seen.plan()).items()).isEqualTo(2);
        assertThat(sweep.run().destroyed()).containsExactlyInAnyOrder(recording, file);
        assertThat(world.hasKey(chat)).isTrue();
        assertThat(world.the(chat).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void aRuleForAHostKeepsWhatThatHostHasLongerAtOnceAndNobodyElses() {
        rules("P30D");
        ItemId early = item(meeting(ADA), ADA, ItemKind.RECORDING, null);
        ItemId other = item(meeting(EVE), EVE, ItemKind.RECORDING, null);
        assertThat(world.the(early).retentionClass()).isEqualTo(world.the(other).retentionClass());

        rules("P30D", scoped(null, ADA, "P5Y", null, null), scoped(ItemKind.CHAT, ADA, "P7Y", null, null));
        assertThat(goAt(early)).isEqualTo("2031-03-28T23:00:00Z");
        assertThat(goAt(other)).isEqualTo("2026-04-27T22:00:00Z");
        assertThat(world.the(ItemDecisions.class)
                        .decide(world.the(early))
                        .orElseThrow()
                        .considered())
                .anySatisfy(rule -> {
                    assertThat(rule.scope()).isEqualTo(RuleScope.HOST);
                    assertThat(rule.won()).isTrue();
                });
        assertThat(world.the(Sweep.class).run().destroyed()).containsExactly(other);

        rules("P30D");
        assertThat(goAt(early)).as("what goes shortens nothing").isEqualTo("2031-03-28T23:00:00Z");
        ItemId young = item(meeting(ADA), ADA, ItemKind.RECORDING, null);
        assertThat(goAt(young)).isEqualTo("2026-04-27T22:00:00Z");
    }

    @Test
    void aSimulationCountsTheItemsThatTheRuleIsFor() {
        rules("P30D", scoped(ItemKind.CHAT, null, null, null, "P5Y"), scoped(null, ADA, null, null, "P6Y"));
        MeetingId ofAda = meeting(ADA);
        MeetingId ofEve = meeting(EVE);
        item(ofAda, ADA, ItemKind.RECORDING, null);
        item(ofAda, ADA, ItemKind.CHAT, null);
        item(ofEve, EVE, ItemKind.RECORDING, null);
        ItemId chat = item(ofEve, EVE, ItemKind.CHAT, null);

        Simulation simulation = simulate("P30D", scoped(null, ADA, null, null, "P6Y"));
        assertThat(simulation.preview().items()).isEqualTo(1);
        assertThat(simulation.items()).isEqualTo(4);
        assertThat(simulation.samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.item()).hasToString(chat.toString()));
        assertThat(simulate("P30D").preview().items()).isEqualTo(3);
        assertThat(simulate(
                                "P30D",
                                scoped(null, ADA, null, null, "P7Y"),
                                scoped(ItemKind.CHAT, null, null, null, "P5Y"))
                        .itemsLater())
                .isEqualTo(2);
    }

    @Test
    void anApprovedChangeShortensWhatTheRuleIsForAndNothingElse() {
        rules("P5Y");
        ItemId ada = item(meeting(ADA), ADA, ItemKind.RECORDING, null);
        ItemId eve = item(meeting(EVE), EVE, ItemKind.RECORDING, null);
        RuleSet wished = rules("P5Y", scoped(null, ADA, null, "P1Y", null));
        assertThat(goAt(ada)).isEqualTo("2031-03-28T23:00:00Z");
        var now = world.clock().instant();
        world.the(TransactionTemplate.class)
                .executeWithoutResult(status -> world.the(ClassEditions.class)
                        .schedule(account, wished, UUID.randomUUID(), now, now.plusSeconds(60)));
        world.clock().set(now.plusSeconds(60));
        assertThat(goAt(ada)).isEqualTo("2027-03-27T23:00:00Z");
        assertThat(goAt(eve)).isEqualTo("2031-03-28T23:00:00Z");
    }

    @Test
    void whoeverChoosesIsHeldToWhatBindsTheItem() {
        rules(null, scoped(ItemKind.RECORDING, null, "P60D", null, null), scoped(null, ADA, null, "P1Y", null));
        Choices choices = world.the(Choices.class);
        assertThat(choices.choose(account, ItemKind.RECORDING, ADA, "P30D", RetentionWorld.ENDED))
                .isInstanceOfSatisfying(
                        Choices.Refused.class,
                        refused -> assertThat(refused.explanation()).contains("P60D", "P1Y"));
        assertThat(choices.choose(account, ItemKind.CHAT, EVE, "P30D", RetentionWorld.ENDED))
                .isEqualTo(new Choices.Chosen(
                        ((Choices.Chosen) choices.choose(account, "P30D", RetentionWorld.ENDED)).retentionClass(),
                        "2026-04-27T22:00:00Z"));
        ItemId recording = item(meeting(ADA), ADA, ItemKind.RECORDING, "P90D");
        assertThat(choices.change(account, recording, "P2Y", RetentionWorld.ACTOR))
                .isInstanceOf(Choices.Refused.class);
        assertThat(choices.change(account, recording, "P180D", RetentionWorld.ACTOR))
                .isInstanceOf(Choices.Chosen.class);
        assertThat(goAt(recording)).isEqualTo("2026-09-24T22:00:00Z");
    }

    @Test
    void rulesThatContradictEachOtherAreRefusedAndStoredOnesReadBack() {
        assertThatThrownBy(() -> rules(
                        null, scoped(ItemKind.CHAT, null, "P2Y", null, null), scoped(null, ADA, null, "P1Y", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ada@example.org");
        assertThatThrownBy(() -> rules(null, scoped(ItemKind.CHAT, null, "P2Y", null, "P1Y")))
                .hasMessageContaining("CHAT");
        assertThatThrownBy(() -> rules(
                        null, scoped(null, ADA, "P2Y", null, null), scoped(null, "ada@example.ORG", "P1Y", null, null)))
                .hasMessageContaining("two rules");
        RuleSet made = rules("P90D", scoped(ItemKind.CHAT, ADA, "P30D", "P1Y", "P60D"));
        assertThat(ruleSets.current(account)).isEqualTo(made);
    }

    @Test
    void aLawThatTheAccountNamesBindsItsKindsAndIsNamedAsTheSource() {
        rules("P30D");
        MeetingId meeting = meeting(ADA);
        ItemId recording = item(meeting, ADA, ItemKind.RECORDING, null);
        ItemId chat = item(meeting, ADA, ItemKind.CHAT, null);
        List<StatutorySchedule> laws = world.the(StatutorySchedules.class).named(List.of("US/sec-17a-4"));
        RuleSet made = ruleSets.revise(account, under(laws), RetentionWorld.ACTOR);
        assertThat(ruleSets.current(account)).isEqualTo(made);
        assertThat(goAt(recording)).isEqualTo("2026-04-27T22:00:00Z");
        assertThat(goAt(chat)).isEqualTo("2029-03-28T22:00:00Z");
        assertThat(world.the(ItemDecisions.class)
                        .decide(world.the(chat))
                        .orElseThrow()
                        .considered())
                .anySatisfy(rule -> {
                    assertThat(rule.ruleClass()).isEqualTo(RuleClass.STATUTORY);
                    assertThat(rule.source()).contains("17 CFR 240.17a-4(b)(4)", "US/sec-17a-4", "edition 1");
                    assertThat(rule.won()).isTrue();
                });
        rules("P30D");
        assertThat(goAt(chat)).isEqualTo("2029-03-28T22:00:00Z");
    }

    private static RuleSets.Wish under(List<StatutorySchedule> laws) {
        RuleSets.Wish plain = wish("P30D");
        return new RuleSets.Wish(
                plain.zone(),
                plain.accountRange(),
                plain.statutoryRange(),
                plain.hostDefault(),
                plain.trashGrace(),
                plain.holdCoolOff(),
                new Provisions(List.of(), List.of(), laws, List.of(), false));
    }

    private RuleSet rules(@Nullable String hostDefault, ScopedRule... scoped) {
        return ruleSets.revise(account, wish(hostDefault, scoped), RetentionWorld.ACTOR);
    }

    private Simulation simulate(String hostDefault, ScopedRule... scoped) {
        return world.the(Simulator.class).simulate(account, wish(hostDefault, scoped));
    }

    private static RuleSets.Wish wish(@Nullable String hostDefault, ScopedRule... scoped) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RuleSet.Range.OPEN,
                RuleSet.Range.OPEN,
                hostDefault == null ? null : RetentionPeriod.parse(hostDefault),
                Grace.ofDays(30),
                Grace.ofDays(30),
                new Provisions(List.of(scoped)));
    }

    private static ScopedRule scoped(
            @Nullable ItemKind kind,
            @Nullable String host,
            @Nullable String minimum,
            @Nullable String maximum,
            @Nullable String hostDefault) {
        return new ScopedRule(
                kind,
                host,
                RetentionWorld.range(minimum, maximum),
                hostDefault == null ? null : RetentionPeriod.parse(hostDefault));
    }

    private MeetingId meeting(String host) {
        return world.the(Meetings.class)
                .register(
                        account,
                        new NewMeeting(
                                UUID.randomUUID().toString(),
                                "Weekly",
                                RetentionWorld.ENDED.minusSeconds(3600),
                                RetentionWorld.ENDED,
                                RetentionWorld.BERLIN,
                                host,
                                List.of(new Meeting.Participant("Bob", null))))
                .id();
    }

    private ItemId item(MeetingId meeting, String host, ItemKind kind, @Nullable String period) {
        if (!(world.the(Choices.class).choose(account, kind, host, period, RetentionWorld.ENDED)
                instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused: " + period);
        }
        Items items = world.the(Items.class);
        NewItem wish = new NewItem(
                account, meeting, kind, RetentionWorld.ENDED, chosen.retentionClass(), null, null, "talk.webm");
        ItemId made = world.the(TransactionTemplate.class)
                .execute(status -> items.announce(wish, items.freshKey(account), RetentionWorld.ACTOR)
                        .id());
        world.force(made, ItemState.READY);
        return made;
    }

    private String goAt(ItemId id) {
        return world.the(ItemDecisions.class)
                .decide(world.the(id))
                .orElseThrow()
                .goAt()
                .toString();
    }
}
