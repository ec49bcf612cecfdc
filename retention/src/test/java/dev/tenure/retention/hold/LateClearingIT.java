package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.destruction.Destroyer;
import dev.tenure.retention.destruction.Destruction;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A destruction finds locks in its way. */
@ExtendWith(RetentionWorld.Shared.class)
class LateClearingIT {

    private static final int PAGE = 100;

    private final RetentionWorld world;
    private final HeldItems held;
    private final HoldMirror mirror;
    private final Destroyer destroyer;

    LateClearingIT(RetentionWorld world) {
        this.world = world;
        this.held = new HeldItems(world);
        this.mirror = world.the(HoldMirror.class);
        this.destroyer = world.the(Destroyer.class);
    }

    @Test
    void anItemWhoseLocksAreClearedLateIsPurgedInTheEnd() {
        Item item = aDoomedItemThatWasHeld();
        carryOn();
        assertThat(held.versions(item)).hasSize(3);
        assertThat(problem(item))
                .contains("AccessDenied")
                .contains("Tenure set")
                .contains("will be cleared");

        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).isEmpty();
        carryOn();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.PURGED);
        assertThat(problem(item)).isNull();
        mirror.audit(null, PAGE);
        assertThat(held.marks(item)).isZero();
        assertThat(held.told(item)).isEmpty();
    }

    @Test
    void aLockOfOursIsClearedEvenIfTheReleaseWasNeverNoted() {
        Item item = aDoomedItemThatWasHeld();
        world.database().sql("DELETE FROM hold_mirror_due").update();
        carryOn();
        mirror.catchUp(PAGE);
        carryOn();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.PURGED);
    }

    @Test
    void aClearingThatDidNotReachTheStoreIsTriedAgainUntilItDoes() {
        Item item = aDoomedItemThatWasHeld();
        HoldMirror failing = held.mirror(WatchedStore.of(held.store(), new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                throw new ObjectStoreException(Fault.STORE, "503", null);
            }

            @Override
            public void after(WatchedStore.Call call) {}
        }));
        failing.catchUp(PAGE);
        carryOn();
        assertThat(problem(item)).contains("tried again: 503");
        mirror.catchUp(PAGE);
        carryOn();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.PURGED);
    }

    @Test
    void aLockOfOursIsClearedThoughTheStoreIsNoLongerProvenToEnforceAny() {
        Item item = held.aRecording();
        HoldId hold = held.hold(item);
        mirror.catchUp(PAGE);
        held.store().adapt(held.store().features().withLocks(false));
        held.release(hold);
        doom(item);
        carryOn();
        assertThat(problem(item)).contains("will be cleared");
        assertThat(mirror.catchUp(PAGE).cleared()).isEqualTo(1);
        carryOn();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.PURGED);
    }

    @Test
    void aLockOfSomebodyElsesIsForAnOperatorAndTheDestructionGoesOnOnceItIsGone() {
        Item item = held.aRecording();
        ObjectVersion theirs = held.versions(item).getFirst();
        held.locks().hold(theirs);
        HoldId hold = held.hold(item);
        mirror.catchUp(PAGE);
        held.release(hold);
        mirror.catchUp(PAGE);
        doom(item);
        carryOn();
        assertThat(held.versions(item)).containsExactly(theirs);
        assertThat(problem(item)).contains("Tenure did not set").contains("operator");

        mirror.audit(null, PAGE);
        mirror.audit(null, PAGE);
        carryOn();
        assertThat(problem(item)).contains("Tenure has set no lock on it").contains("operator");
        assertThat(held.locked(item)).containsExactly(theirs);
        held.locks().release(theirs);
        carryOn();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.PURGED);
    }

    @Test
    void aLockThatCameBackAfterOursWasClearedIsForAnOperator() {
        Item item = aDoomedItemThatWasHeld();
        mirror.catchUp(PAGE);
        held.locks().hold(held.versions(item).getLast());
        carryOn();
        assertThat(problem(item)).contains("Tenure has cleared").contains("operator");
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.DESTROYING);
    }

    private Item aDoomedItemThatWasHeld() {
        Item item = held.aRecording();
        HoldId hold = held.hold(item);
        mirror.catchUp(PAGE);
        held.release(hold);
        doom(item);
        return item;
    }

    /** Lets the cool-off of the hold pass, and destroys the key. */
    private void doom(Item item) {
        world.clock().advance(Duration.ofDays(31));
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Begun.class);
    }

    private void carryOn() {
        destroyer.carryOn(PAGE);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        destroyer.carryOn(PAGE);
    }

    private @Nullable String problem(Item item) {
        return world.database()
                .sql("SELECT problem FROM destruction WHERE item_id = :item")
                .param("item", item.id().value())
                .query((row, number) -> Optional.ofNullable(row.getString("problem")))
                .single()
                .orElse(null);
    }
}
