package dev.tenure.retention.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.hold.Placement;
import dev.tenure.retention.policy.Choices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class ExpiryWarningsIT {

    private static final Instant END = Instant.parse("2026-04-27T22:00:00Z");
    private static final Instant LATER_END = Instant.parse("2026-05-27T22:00:00Z");
    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");

    private final RetentionWorld world;
    private final ExpiryWarnings warnings;

    ExpiryWarningsIT(RetentionWorld world) {
        this.world = world;
        this.warnings = world.the(ExpiryWarnings.class);
    }

    private void runAt(Instant now) {
        world.clock().set(now);
        warnings.run();
    }

    private List<String> told(ItemId item) {
        return world.database()
                .sql("""
                        SELECT (data ->> 'warning') || ' ' || (data ->> 'destroyAt') FROM outbox_event
                         WHERE item_id = :item AND type = 'item.expiring' ORDER BY at
                        """)
                .param("item", item.value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void tellsSevenDaysAheadAndOneDayAheadAndOfEachOnce() {
        Item item = world.anItem(world.anAccount(), "P30D");
        runAt(END.minus(Duration.ofDays(7)).minusSeconds(1));
        assertThat(told(item.id())).isEmpty();
        runAt(END.minus(Duration.ofDays(7)));
        runAt(END.minus(Duration.ofDays(3)));
        assertThat(told(item.id())).containsExactly("P7D " + END);
        runAt(END.minus(Duration.ofDays(1)));
        runAt(END.minus(Duration.ofHours(1)));
        assertThat(told(item.id())).containsExactly("P7D " + END, "P1D " + END);
    }

    @Test
    void tellsOnceOfWhatHasLessThanADayLeftWhenItIsFirstSeen() {
        Item item = world.anItem(world.anAccount(), "P30D");
        runAt(END.minus(Duration.ofHours(5)));
        runAt(END.minus(Duration.ofHours(4)));
        assertThat(told(item.id())).containsExactly("P1D " + END);
    }

    @Test
    void saysNothingOfWhatIsDueAlready() {
        Item item = world.anItem(world.anAccount(), "P30D");
        runAt(END);
        assertThat(told(item.id())).isEmpty();
    }

    @Test
    void tellsAgainWhenTheDateMovedAndNotWhenOtherFactsDid() {
        AccountId account = world.anAccount();
        Item item = world.anItem(account, "P30D");
        runAt(END.minus(Duration.ofDays(6)));
        classify(account, item, "P60D");
        runAt(END.minus(Duration.ofDays(5)));
        assertThat(told(item.id())).containsExactly("P7D " + END);
        runAt(LATER_END.minus(Duration.ofDays(6)));
        assertThat(told(item.id())).containsExactly("P7D " + END, "P7D " + LATER_END);
        Trash trash = world.the(Trash.class);
        assertThat(trash.put(world.the(item.id()), RetentionWorld.ACTOR)).isTrue();
        assertThat(trash.restore(world.the(item.id()), RetentionWorld.ACTOR)).isTrue();
        runAt(LATER_END.minus(Duration.ofDays(5)));
        assertThat(told(item.id())).hasSize(2);
    }

    private void classify(AccountId account, Item item, String period) {
        if (!(world.the(Choices.class).choose(account, period, RetentionWorld.ENDED)
                instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused: " + period);
        }
        world.the(Items.class).classify(item.id(), String.valueOf(chosen.retentionClass()), RetentionWorld.ACTOR);
    }

    @Test
    void saysNothingWhileAHoldKeepsItAndTellsOfTheEndOfItsCoolOff() {
        AccountId account = world.anAccount(RuleSet.Range.OPEN, RuleSet.Range.OPEN, Grace.ofDays(30));
        Item item = world.anItem(account, "P30D");
        Holds holds = world.the(Holds.class);
        Instant placed = END.minus(Duration.ofDays(10));
        world.clock().set(placed);
        Placement placement = holds.place(account, MATTER, List.of(item.id()), RetentionWorld.ACTOR);
        runAt(END.minus(Duration.ofDays(2)));
        assertThat(told(item.id())).isEmpty();
        holds.release(account, placement.hold(), "closed", RetentionWorld.ACTOR);
        Instant coolOff = END.plus(Duration.ofDays(28));
        runAt(END);
        assertThat(told(item.id())).isEmpty();
        runAt(coolOff.minus(Duration.ofDays(2)));
        runAt(coolOff.minus(Duration.ofHours(2)));
        assertThat(told(item.id())).containsExactly("P7D " + coolOff, "P1D " + coolOff);
    }

    @Test
    void tellsOfADeletedItemWhoseGraceEnds() {
        Item item = world.anItem(world.anAccount(), "P365D");
        world.trashed(item.id(), Instant.parse("2026-04-25T10:00:00Z"));
        Instant over = Instant.parse("2026-05-25T10:00:00Z");
        runAt(over.minus(Duration.ofDays(8)));
        assertThat(told(item.id())).isEmpty();
        runAt(over.minus(Duration.ofDays(7)));
        assertThat(told(item.id())).containsExactly("P7D " + over);
    }

    @Test
    void saysNothingOfWhatOnlyAPersonCanDecideAndOfWhatIsInNoHurry() {
        AccountId torn = world.anAccount(RuleSet.Range.OPEN, RetentionWorld.range("P365D", "P180D"), Grace.ofDays(30));
        Item conflicted = world.anItem(torn, "P200D");
        Item kept = world.anItem(world.anAccount(), null);
        Item quarantined = world.anItem(world.anAccount(), "P30D");
        world.force(quarantined.id(), ItemState.QUARANTINED);
        for (int day = 0; day < 400; day += 5) {
            runAt(RetentionWorld.ENDED.plus(Duration.ofDays(day)));
        }
        assertThat(told(conflicted.id())).isEmpty();
        assertThat(told(kept.id())).isEmpty();
        assertThat(told(quarantined.id())).isEmpty();
    }
}
