package dev.tenure.retention.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class SweepIT {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");

    /** Thirty days after the end of the recording, to the end of that day in Berlin. */
    private static final Instant THIRTY_DAYS = Instant.parse("2026-04-27T22:00:00Z");

    private final RetentionWorld world;
    private final Sweep sweep;

    SweepIT(RetentionWorld world) {
        this.world = world;
        this.sweep = world.the(Sweep.class);
    }

    @Test
    void destroysWhatIsDueAndNothingAnInstantBefore() {
        Item item = world.anItem(world.anAccount(), "P30D");
        assertGoesExactlyAt(THIRTY_DAYS, item);
    }

    @Test
    void keepsToTheMinimumOfTheAccountWhateverTheHostChose() {
        Item item = anItemUnder("P90D", null, "P30D");
        assertGoesExactlyAt(Instant.parse("2026-06-26T22:00:00Z"), item);
    }

    @Test
    void destroysADeletedItemWhenItsGraceIsOver() {
        Item item = world.anItem(world.anAccount(), "P365D");
        assertGoesExactlyAt(
                Instant.parse("2026-05-25T10:00:00Z"), world.trashed(item.id(), Instant.parse("2026-04-25T10:00:00Z")));
    }

    @Test
    void deletingNeverMakesAnItemLiveLonger() {
        Item item = world.anItem(world.anAccount(), "P30D");
        assertGoesExactlyAt(THIRTY_DAYS, world.trashed(item.id(), Instant.parse("2026-04-25T10:00:00Z")));
    }

    @Test
    void keepsADeletedItemForTheMinimumOfTheAccount() {
        Item item = anItemUnder("P90D", null, "P365D");
        assertGoesExactlyAt(
                Instant.parse("2026-06-26T22:00:00Z"), world.trashed(item.id(), Instant.parse("2026-04-01T00:00:00Z")));
    }

    @Test
    void aRestoredItemGoesWhenItWouldHaveGoneAnyway() {
        Item item = world.anItem(world.anAccount(), "P365D");
        Instant before = goAt(item);
        Trash trash = world.the(Trash.class);
        assertThat(trash.put(item, RetentionWorld.ACTOR)).isTrue();
        assertThat(trash.put(item, RetentionWorld.ACTOR)).isFalse();
        assertThat(trash.restore(world.the(item.id()), RetentionWorld.ACTOR)).isTrue();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.READY);
        assertThat(goAt(world.the(item.id()))).isEqualTo(before);
    }

    @Test
    void neverDestroysWhatTheLawDemandsBothToKeepAndToDestroy() {
        AccountId account =
                world.anAccount(RuleSet.Range.OPEN, RetentionWorld.range("P365D", "P180D"), Grace.ofDays(30));
        Item item = world.anItem(account, "P200D");
        world.clock().set(Instant.parse("2040-01-01T00:00:00Z"));
        assertThat(causeOfKeeping(item)).contains("law");
        Item trashed = world.trashed(item.id(), Instant.parse("2026-04-25T10:00:00Z"));
        assertThat(causeOfKeeping(trashed)).contains("law");
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Kept.class);
    }

    @Test
    void neverDestroysQuarantinedItems() {
        Item item = world.anItem(world.anAccount(), "P30D");
        world.force(item.id(), ItemState.QUARANTINED);
        world.clock().set(Instant.parse("2040-01-01T00:00:00Z"));
        assertThat(sweep.run().destroyed()).doesNotContain(item.id());
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Kept.class);
        assertThat(world.hasKey(item.id())).isTrue();
    }

    @Test
    void neverDestroysWhatNoRuleMakesGo() {
        Item item = world.anItem(world.anAccount(), null);
        world.clock().set(Instant.parse("2090-01-01T00:00:00Z"));
        assertThat(sweep.run().destroyed()).doesNotContain(item.id());
        assertThat(sweep.plan()).doesNotContainKey(item.id());
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Kept.class);
        assertThat(world.hasKey(item.id())).isTrue();
    }

    @Test
    void neverDestroysAnItemWhoseEndIsNotKnown() {
        Item item = world.anItem(world.anAccount(), "P30D");
        world.database()
                .sql("UPDATE item SET anchor = NULL WHERE id = :id")
                .param("id", item.id().value())
                .update();
        world.trashed(item.id(), Instant.parse("2026-04-25T10:00:00Z"));
        assertThat(sweep.run().destroyed()).doesNotContain(item.id());
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Kept.class);
    }

    @Test
    void defersWhatALegalHoldOrItsCoolOffKeepsAndSaysSo() {
        AccountId account = world.anAccount();
        Item item = world.anItem(account, "P30D");
        Holds holds = world.the(Holds.class);
        world.clock().set(Instant.parse("2026-04-20T00:00:00Z"));
        var first = holds.place(account, MATTER, List.of(item.id()), RetentionWorld.ACTOR);
        var second = holds.place(account, MATTER, List.of(item.id()), RetentionWorld.ACTOR);
        world.clock().set(Instant.parse("2026-05-10T12:00:00Z"));
        assertThat(causeOfKeeping(item)).contains("hold");

        assertThat(holds.release(account, first.hold(), "settled", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.RELEASED);
        assertThat(holds.release(account, first.hold(), "again", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.NOT_IN_FORCE);
        world.clock().set(Instant.parse("2026-08-01T00:00:00Z"));
        assertThat(causeOfKeeping(item)).contains("hold");
        assertThat(world.the(item.id()).holdCount()).isEqualTo(1);

        assertThat(holds.release(account, second.hold(), "settled", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.RELEASED);
        assertThat(causeOfKeeping(item)).contains("cool-off");
        assertGoesExactlyAt(Instant.parse("2026-08-31T00:00:00Z"), item);
    }

    @Test
    void holdsAndItemsOfOtherAccountsAreNotFound() {
        AccountId mine = world.anAccount();
        AccountId theirs = world.anAccount();
        Item item = world.anItem(mine, "P30D");
        Holds holds = world.the(Holds.class);
        assertThatThrownBy(() -> holds.place(theirs, MATTER, List.of(item.id()), RetentionWorld.ACTOR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(holds.page(theirs, null, 50)).isEmpty();
        var placed = holds.place(mine, MATTER, List.of(item.id(), item.id()), RetentionWorld.ACTOR);
        assertThat(placed.preserved().first()).containsExactly(item.id());
        assertThat(holds.find(theirs, placed.hold())).isEmpty();
        assertThat(holds.find(mine, placed.hold())).isPresent();
        assertThat(holds.release(theirs, placed.hold(), "not ours", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.NOT_IN_FORCE);
        assertThat(world.the(item.id()).holdCount()).isEqualTo(1);
        assertThat(world.the(Items.class).find(theirs, item.id())).isEmpty();
    }

    @Test
    void aPlacementTellsApartWhatIsKeptWhatGoesAndWhatIsGone() {
        AccountId account = world.anAccount();
        List<ItemId> items = world.items(account, "P30D", 3);
        world.the(Destruction.class).begin(items.get(0));
        Destroyer destroyer = world.the(Destroyer.class);
        destroyer.carryOn(10);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        destroyer.carryOn(10);
        world.the(Destruction.class).begin(items.get(1));
        var placed = world.the(Holds.class).place(account, MATTER, items, RetentionWorld.ACTOR);
        assertThat(placed.destroyed().first()).containsExactly(items.get(0));
        assertThat(placed.inDestruction().first()).containsExactly(items.get(1));
        assertThat(placed.preserved().first()).containsExactly(items.get(2));
    }

    @Test
    void whatIsHeldNeverHidesWhatIsDueBehindIt() {
        AccountId account = world.anAccount();
        List<ItemId> items = world.items(account, "P30D", 1_002);
        List<ItemId> held = items.subList(0, 1_001);
        world.the(Holds.class).place(account, MATTER, held, RetentionWorld.ACTOR);
        SweepReport report = sweep.run();
        assertThat(report.destroyed()).containsExactly(items.getLast());
        assertThat(report.deferred()).extracting(SweepReport.Deferral::item).containsExactlyInAnyOrderElementsOf(held);
    }

    @Test
    void aPlanChangesNothing() {
        Item item = world.anItem(world.anAccount(), "P30D");
        assertThat(sweep.plan())
                .hasEntrySatisfying(item.id(), why -> assertThat(why.standing()).isEqualTo(Decision.Standing.DUE));
        assertThat(world.hasKey(item.id())).isTrue();
        assertThat(world.the(item.id())).isEqualTo(item);
    }

    private Item anItemUnder(String minimum, @Nullable String maximum, String chosen) {
        RuleSet.Range range = RetentionWorld.range(minimum, maximum);
        if (chosen.equals("P30D")) {
            // A law's minimum does not limit what hosts may choose, only what becomes of it.
            return world.anItem(world.anAccount(RuleSet.Range.OPEN, range, Grace.ofDays(30)), chosen);
        }
        return world.anItem(world.anAccount(range, RuleSet.Range.OPEN, Grace.ofDays(30)), chosen);
    }

    private void assertGoesExactlyAt(Instant expected, Item item) {
        world.clock().set(expected.plus(RetentionWorld.SKEW).minusNanos(1_000));
        assertThat(sweep.run().destroyed()).doesNotContain(item.id());
        assertThat(world.hasKey(item.id())).isTrue();
        world.clock().advance(Duration.ofNanos(1_000));
        assertThat(sweep.run().destroyed()).containsExactly(item.id());
        assertThat(world.hasKey(item.id())).isFalse();
        assertThat(sweep.run().destroyed()).isEmpty();
    }

    private String causeOfKeeping(Item item) {
        SweepReport report = sweep.run();
        assertThat(report.destroyed()).doesNotContain(item.id());
        assertThat(world.hasKey(item.id())).isTrue();
        Optional<SweepReport.Deferral> kept = report.deferred().stream()
                .filter(deferral -> deferral.item().equals(item.id()))
                .findFirst();
        return kept.orElseThrow().cause();
    }

    private Instant goAt(Item item) {
        return Instant.parse(
                world.the(ItemDecisions.class).decide(item).orElseThrow().goAt().toString());
    }
}
