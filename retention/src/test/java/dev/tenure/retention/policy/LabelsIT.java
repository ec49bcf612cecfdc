package dev.tenure.retention.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Label;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RulesLocked;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.destruction.Sweep;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionTemplate;

/** What people put on single items, and what an account gave up the right to change. The clock is at the beginning of 2027. */
@ExtendWith(RetentionWorld.Shared.class)
class LabelsIT {

    private static final String BY_DEFAULT = "2026-04-27T22:00:00Z";

    private final RetentionWorld world;
    private final RuleSets ruleSets;
    private final Choices choices;
    private final AccountId account;

    LabelsIT(RetentionWorld world) {
        this.world = world;
        this.ruleSets = world.the(RuleSets.class);
        this.choices = world.the(Choices.class);
        this.account = world.anAccount();
    }

    /** Keep ten years, of an account that deletes after one. */
    @Test
    void aLabelKeepsBeyondTheAccountsMaximumAndIsShownSo() {
        rules(null, "P1Y", label("patent", "P10Y"));
        ItemId item = world.anItem(account, null).id();
        ItemId other = world.anItem(account, null).id();
        assertThat(goAt(item)).isEqualTo(BY_DEFAULT);
        assertThat(put(item, "patent")).isInstanceOf(Choices.Chosen.class);
        assertThat(goAt(item)).isEqualTo("2036-03-28T23:00:00Z");
        Decision decision = decision(item);
        assertThat(decision.keptBeyondLimit()).isTrue();
        assertThat(decision.considered())
                .filteredOn(rule -> rule.scope() == RuleScope.ITEM)
                .extracting(rule -> rule.source())
                .containsOnly("label patent");
        assertThat(world.the(Sweep.class).run().destroyed()).containsExactly(other);
        assertThat(actions(item)).contains("item.labelled");
    }

    @Test
    void withoutItsLabelAnItemIsRuledAsBefore() {
        rules("P20D", null, label("patent", "P10Y"), label("short", "P25D"));
        ItemId item = world.anItem(account, "P90D").id();
        String before = goAt(item);
        String plain = String.valueOf(world.the(item).retentionClass());
        assertThat(put(item, null)).isInstanceOf(Choices.Chosen.class);
        assertThat(world.the(item).retentionClass()).as("there was none").isEqualTo(plain);
        put(item, "patent");
        String labelled = String.valueOf(world.the(item).retentionClass());
        put(item, "patent");
        assertThat(world.the(item).retentionClass()).isEqualTo(labelled);
        put(item, "short");
        assertThat(goAt(item)).isEqualTo("2026-04-22T22:00:00Z");
        put(item, null);
        assertThat(goAt(item)).isEqualTo(before);
        assertThat(actions(item)).containsSubsequence("item.labelled", "item.labelled", "item.unlabelled");
        assertThat(put(item, "unknown"))
                .isInstanceOfSatisfying(
                        Choices.UnknownLabel.class,
                        refused -> assertThat(refused.explanation()).contains("unknown", "patent", "short"));
        assertThat(choices.label(account, item, "patent", new Expected(Set.of(0L)), RetentionWorld.ACTOR))
                .isInstanceOf(Choices.Outdated.class);
    }

    @Test
    void aLabelThatBecomesLongerKeepsWhatHasItLongerAtOnceAndAShorterOneDoesNot() {
        rules(null, null, label("case", "P2Y"));
        ItemId item = world.anItem(account, null).id();
        put(item, "case");
        rules(null, null, label("case", "P4Y"));
        assertThat(goAt(item)).isEqualTo("2030-03-28T23:00:00Z");
        rules(null, null, label("case", "P1Y"));
        assertThat(goAt(item)).isEqualTo("2030-03-28T23:00:00Z");
        rules(null, null);
        assertThat(goAt(item)).isEqualTo("2030-03-28T23:00:00Z");
    }

    @Test
    void aMinimumThatCameMeanwhileStaysWhenTheLabelGoes() {
        rules(null, null, label("case", "P2Y"));
        ItemId item = world.anItem(account, null).id();
        put(item, "case");
        rules("P1Y", null, label("case", "P2Y"));
        choices.change(account, item, "P1Y", RetentionWorld.ACTOR);
        put(item, null);
        assertThat(floor(item)).isEqualTo("2027-03-28T22:00:00Z");
    }

    @Test
    void aLabelThatBecomesLongerTakesNoMinimumAway() {
        rules("P5Y", null, label("case", "P6Y"));
        ItemId item = world.anItem(account, null).id();
        put(item, "case");
        rules("P5Y", null, label("case", "P10Y"));
        put(item, null);
        assertThat(floor(item)).isEqualTo("2031-03-28T23:00:00Z");
    }

    private String floor(ItemId item) {
        return String.valueOf(decision(item).bounds().floor());
    }

    @Test
    void aLabelCountsBeforeWhatIsChosenAfterIt() {
        rules(null, null, label("case", "P2Y"));
        ItemId item = world.anItem(account, null).id();
        put(item, "case");
        for (String period : List.of("P30D", "P7Y")) {
            assertThat(choices.change(account, item, period, RetentionWorld.ACTOR))
                    .isInstanceOf(Choices.Chosen.class);
            assertThat(goAt(item)).isEqualTo("2028-03-28T22:00:00Z");
        }
        put(item, null);
        assertThat(goAt(item)).isEqualTo("2033-03-28T22:00:00Z");
    }

    @Test
    void whatIsKeptWithARecordingFollowsItsLabel() {
        rules(null, null, label("case", "P2Y"));
        ItemId recording = world.anItem(account, null).id();
        NewItem wish = new NewItem(
                account,
                world.the(recording).meeting(),
                ItemKind.CHAT,
                RetentionWorld.ENDED,
                world.the(recording).retentionClass(),
                null,
                null,
                "chat.json");
        Items items = world.the(Items.class);
        ItemId chat = world.the(TransactionTemplate.class)
                .execute(status -> items.announce(wish, items.freshKey(account), RetentionWorld.ACTOR)
                        .id());
        world.force(chat, ItemState.READY);
        put(recording, "case");
        assertThat(goAt(chat)).isEqualTo(goAt(recording)).isEqualTo("2028-03-28T22:00:00Z");
    }

    @Test
    void whatIsLockedCanBeMadeLongerAndNothingElseByAnybody() {
        revise("P2Y", true);
        ItemId item = world.anItem(account, null).id();
        assertThat(goAt(item)).isEqualTo("2028-03-28T22:00:00Z");
        assertThatThrownBy(() -> revise("P1Y", true))
                .isInstanceOf(RulesLocked.class)
                .hasMessageContaining("P2Y");
        assertThatThrownBy(() -> revise("P2Y", false)).isInstanceOf(RulesLocked.class);
        assertThatThrownBy(() -> world.the(Simulator.class).simulate(account, wish("P1Y", null, true)))
                .isInstanceOf(RulesLocked.class);
        assertThat(ruleSets.current(account).accountRange().minimum()).isEqualTo(RetentionPeriod.parse("P2Y"));
        revise("P3Y", true);
        assertThat(goAt(item)).isEqualTo("2029-03-28T22:00:00Z");
    }

    private void revise(String minimum, boolean locked) {
        ruleSets.revise(account, wish(minimum, null, locked), RetentionWorld.ACTOR);
    }

    private void rules(@Nullable String minimum, @Nullable String maximum, Label... labels) {
        ruleSets.revise(account, wish(minimum, maximum, false, labels), RetentionWorld.ACTOR);
    }

    private static RuleSets.Wish wish(
            @Nullable String minimum, @Nullable String maximum, boolean locked, Label... labels) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RetentionWorld.range(minimum, maximum),
                RuleSet.Range.OPEN,
                minimum == null ? RetentionPeriod.parse("P30D") : null,
                Grace.ofDays(30),
                Grace.ofDays(30),
                new Provisions(List.of(), List.of(), List.of(), List.of(labels), locked));
    }

    private static Label label(String name, String keep) {
        return new Label(name, RetentionPeriod.parse(keep));
    }

    private Choices.Change put(ItemId item, @Nullable String label) {
        return choices.label(account, item, label, Expected.ANY, RetentionWorld.ACTOR);
    }

    private List<String> actions(ItemId item) {
        return world.the(Trail.class).of(account, item).stream()
                .map(Trail.Entry::action)
                .toList();
    }

    private Decision decision(ItemId item) {
        return world.the(ItemDecisions.class).decide(world.the(item)).orElseThrow();
    }

    /** Where nothing was chosen, what must be kept is kept for ever; then the floor is what is asked for. */
    private String goAt(ItemId item) {
        Decision decision = decision(item);
        return decision.goAt().isNever()
                ? String.valueOf(decision.bounds().floor())
                : decision.goAt().toString();
    }
}
