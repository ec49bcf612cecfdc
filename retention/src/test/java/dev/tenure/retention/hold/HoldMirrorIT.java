package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.SlowDown;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.hold.MirrorReport.Found;
import dev.tenure.retention.hold.MirrorStanding.Behind;
import dev.tenure.retention.hold.MirrorStanding.Mirrored;
import dev.tenure.retention.hold.MirrorStanding.NotHeld;
import dev.tenure.retention.hold.MirrorStanding.TenureOnly;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class HoldMirrorIT {

    private static final int PAGE = 100;

    private final RetentionWorld world;
    private final HeldItems held;
    private final HoldMirror mirror;

    HoldMirrorIT(RetentionWorld world) {
        this.world = world;
        this.held = new HeldItems(world);
        this.mirror = world.the(HoldMirror.class);
    }

    @Test
    void locksEveryVersionOfAHeldItemAlsoThoseThatAreHidden() {
        Item item = held.aRecording();
        Item other = held.aRecording();
        held.store().hide(held.versions(item).getFirst().key());
        HoldId hold = held.hold(item);
        assertThat(mirror.standing(item.id())).isEqualTo(new Behind(1, null));

        MirrorReport report = mirror.catchUp(PAGE);
        assertThat(report.mirrored()).isEqualTo(1);
        assertThat(report.found()).isEmpty();
        assertThat(held.locked(item)).hasSize(3).isEqualTo(held.versions(item));
        assertThat(held.locked(other)).isEmpty();
        Mirrored now = new Mirrored(world.clock().instant());
        assertThat(mirror.standing(item.id())).isEqualTo(now);
        assertThat(mirror.standing(hold(hold))).isEqualTo(now);
        assertThat(mirror.standing(other.id())).isEqualTo(new NotHeld());
        assertThat(held.store().deleteVersions(held.versions(item)).deleted()).isEmpty();
    }

    @Test
    void locksWhatIsWrittenWhileTheItemIsHeldWithoutWaitingForTheAudit() {
        Item item = held.aRecording();
        held.hold(item);
        mirror.catchUp(PAGE);
        ObjectVersion later = held.write(item);
        assertThat(mirror.standing(item.id())).isInstanceOf(Behind.class);
        List<WatchedStore.Call> calls = new ArrayList<>();
        held.mirror(watched(calls)).catchUp(PAGE);
        assertThat(held.locks().held(later)).isTrue();
        assertThat(mirror.standing(item.id())).isInstanceOf(Mirrored.class);
        assertThat(calls)
                .as("what is locked already is not asked about again")
                .extracting(WatchedStore.Call::method)
                .containsExactly("listVersions", "held", "hold");
        assertThat(held.told(item)).isEmpty();
    }

    @Test
    void doesNothingForObjectsOfItemsThatAreNotHeld() {
        Item item = held.anItem();
        held.write(item);
        List<WatchedStore.Call> calls = new ArrayList<>();
        MirrorReport report = held.mirror(watched(calls)).catchUp(PAGE);
        assertThat(report.cleared() + report.mirrored() + report.behind()).isZero();
        assertThat(calls).isEmpty();
    }

    @Test
    void clearsOnlyAfterTheLastHoldIsReleased() {
        Item item = held.aRecording();
        HoldId one = held.hold(item);
        HoldId other = held.hold(item);
        mirror.catchUp(PAGE);
        held.release(one);
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).hasSize(3);
        assertThat(mirror.standing(hold(one))).isEqualTo(new NotHeld());
        held.release(other);
        assertThat(mirror.catchUp(PAGE).cleared()).isEqualTo(1);
        assertThat(held.locked(item)).isEmpty();
        assertThat(mirror.standing(item.id())).isEqualTo(new NotHeld());

        assertThat(held.marks(item)).isEqualTo(3);
        audit(mirror);
        assertThat(held.marks(item)).as("forgotten once it was looked at").isZero();
        assertThat(audit(mirror)).isEmpty();
        assertThat(held.told(item)).isEmpty();
    }

    @Test
    void aHoldThatComesAndGoesBeforeTheMirrorDoesCallsNobody() {
        Item item = held.aRecording();
        held.release(held.hold(item));
        List<WatchedStore.Call> calls = new ArrayList<>();
        held.mirror(watched(calls)).catchUp(PAGE);
        assertThat(calls).isEmpty();
        assertThat(dueRows()).isZero();
    }

    @Test
    void setsAgainWhatSomebodyClearedAndTellsOfItOnce() {
        Item item = held.aRecording();
        held.hold(item);
        mirror.catchUp(PAGE);
        held.versions(item).stream().limit(2).forEach(held.locks()::release);
        assertThat(mirror.catchUp(PAGE).found()).isEmpty();
        assertThat(held.locked(item)).hasSize(1);

        assertThat(audit(mirror)).containsExactly(new Found(item.id(), MirrorFinding.CLEARED_BY_OTHERS, 2));
        assertThat(held.locked(item)).hasSize(3);
        assertThat(audit(mirror)).isEmpty();
        assertThat(held.told(item)).containsExactly("hold.drift-repaired CLEARED_BY_OTHERS 2");
        assertThat(mirror.standing(item.id())).isInstanceOf(Mirrored.class);
    }

    @Test
    void locksWhatCameIntoTheBucketPastTheCatalog() {
        Item item = held.aRecording();
        held.hold(item);
        mirror.catchUp(PAGE);
        ObjectVersion smuggled = held.smuggle(item);
        assertThat(audit(mirror)).containsExactly(new Found(item.id(), MirrorFinding.UNMIRRORED, 1));
        assertThat(held.locks().held(smuggled)).isTrue();
        assertThat(held.told(item)).containsExactly("hold.drift-repaired UNMIRRORED 1");
    }

    @Test
    void reportsAVersionThatIsLostInSpiteOfItsLock() {
        Item item = held.aRecording();
        held.hold(item);
        mirror.catchUp(PAGE);
        ObjectVersion lost = held.versions(item).getFirst();
        held.locks().release(lost);
        held.store().deleteVersions(List.of(lost));
        assertThat(audit(mirror)).containsExactly(new Found(item.id(), MirrorFinding.VERSION_LOST, 1));
        assertThat(audit(mirror)).isEmpty();
        assertThat(held.told(item)).containsExactly("hold.version-lost VERSION_LOST 1");
    }

    @Test
    void reportsALockOfSomebodyElsesOnceAndNeverClearsIt() {
        Item item = held.aRecording();
        ObjectVersion theirs = held.versions(item).getFirst();
        held.locks().hold(theirs);
        HoldId hold = held.hold(item);
        assertThat(mirror.catchUp(PAGE).found()).containsExactly(new Found(item.id(), MirrorFinding.FOREIGN_LOCK, 1));
        assertThat(held.locked(item)).hasSize(3);
        assertThat(audit(mirror)).isEmpty();
        held.release(hold);
        mirror.catchUp(PAGE);
        audit(mirror);
        audit(mirror);
        assertThat(held.locked(item)).containsExactly(theirs);
        assertThat(held.told(item)).containsExactly("hold.foreign-lock FOREIGN_LOCK 1");
    }

    @Test
    void leavesALockThatSomebodySetsAfterOursWasCleared() {
        Item item = held.aRecording();
        HoldId hold = held.hold(item);
        mirror.catchUp(PAGE);
        held.release(hold);
        mirror.catchUp(PAGE);
        ObjectVersion theirs = held.versions(item).getLast();
        held.locks().hold(theirs);
        assertThat(audit(mirror)).containsExactly(new Found(item.id(), MirrorFinding.FOREIGN_LOCK, 1));
        assertThat(held.locked(item)).containsExactly(theirs);
    }

    @Test
    void takesOverWhereSomebodyElsesLockIsGoneWhileTheItemIsHeld() {
        Item item = held.aRecording();
        ObjectVersion theirs = held.versions(item).getFirst();
        held.locks().hold(theirs);
        HoldId hold = held.hold(item);
        mirror.catchUp(PAGE);
        held.locks().release(theirs);
        assertThat(audit(mirror)).containsExactly(new Found(item.id(), MirrorFinding.CLEARED_BY_OTHERS, 1));
        assertThat(held.locked(item)).hasSize(3);
        held.release(hold);
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).isEmpty();
    }

    @Test
    void leavesItemsAloneThatWereNeverHeld() {
        Item item = held.aRecording();
        held.versions(item).forEach(held.locks()::hold);
        List<WatchedStore.Call> calls = new ArrayList<>();
        HoldMirror watching = held.mirror(watched(calls));
        watching.catchUp(PAGE);
        audit(watching);
        assertThat(calls).isEmpty();
        assertThat(held.locked(item)).hasSize(3);
    }

    @Test
    void aStoreWithoutLocksIsLeftAloneAndSaysSoUntilItHasThem() {
        held.store().adapt(held.store().features().withLocks(false));
        Item item = held.aRecording();
        Item released = held.aRecording();
        HoldId hold = held.hold(item);
        held.release(held.hold(released));
        List<WatchedStore.Call> calls = new ArrayList<>();
        HoldMirror watching = held.mirror(watched(calls));
        assertThat(watching.catchUp(PAGE)).isEqualTo(MirrorReport.unsupported());
        assertThat(watching.audit(null, PAGE)).isEqualTo(MirrorReport.unsupported());
        assertThat(calls).isEmpty();
        assertThat(mirror.standing(item.id())).isEqualTo(new TenureOnly());
        assertThat(mirror.standing(hold(hold))).isEqualTo(new TenureOnly());
        assertThat(mirror.standing(released.id())).isEqualTo(new NotHeld());
        assertThat(dueRows()).as("one for each held item").isEqualTo(1);

        held.store().adapt(held.store().features().withLocks(true));
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).hasSize(3);
        assertThat(held.locked(released)).isEmpty();
    }

    @Test
    void anItemThatTheStoreFailsForDoesNotKeepTheOthers() {
        Item bad = held.aRecording();
        List<Item> good = List.of(held.aRecording(), held.aRecording(), held.aRecording());
        held.hold(bad);
        good.forEach(held::hold);
        HoldMirror failing = held.mirror(failing(bad, () -> new ObjectStoreException(Fault.STORE, "503", null)));
        assertThat(failing.catchUp(2).behind()).isEqualTo(1);
        assertThat(mirror.standing(bad.id())).isEqualTo(new Behind(1, "503"));
        failing.catchUp(2);
        failing.catchUp(2);
        assertThat(good).allSatisfy(item -> assertThat(held.locked(item)).hasSize(3));
        assertThat(held.locked(bad)).isEmpty();

        world.clock().advance(ItemMirror.waitAfter(0));
        assertThat(mirror.catchUp(PAGE).mirrored()).isEqualTo(1);
        assertThat(held.locked(bad)).hasSize(3);
        assertThat(dueRows()).isZero();
    }

    @Test
    void aDeadStoreIsNotAskedForEveryItemAndABusyOneOnlyOnce() {
        for (int i = 0; i < 10; i++) {
            held.hold(held.aRecording());
        }
        MirrorReport dead = held.mirror(failing(null, () -> new ObjectStoreException(Fault.STORE, "down", null)))
                .catchUp(PAGE);
        assertThat(dead.brokenOff()).isTrue();
        assertThat(dead.behind()).isEqualTo(3);
        MirrorReport busy =
                held.mirror(failing(null, () -> new SlowDown("busy", null))).catchUp(PAGE);
        assertThat(busy.brokenOff()).isTrue();
        assertThat(busy.behind()).isEqualTo(1);
        world.clock().advance(ItemMirror.waitAfter(0));
        assertThat(mirror.catchUp(PAGE).mirrored()).isEqualTo(10);
    }

    @Test
    void aStoreThatRefusesEverythingIsAskedForFewItemsAndThenLessAndLessOften() {
        for (int i = 0; i < 5; i++) {
            held.hold(held.aRecording());
        }
        HoldMirror refused =
                held.mirror(failing(null, () -> new ObjectStoreException(Fault.CONFIGURATION, "denied", null)));
        MirrorReport first = refused.catchUp(PAGE);
        assertThat(first.brokenOff()).isTrue();
        assertThat(first.behind()).isEqualTo(3);
        assertThat(refused.catchUp(PAGE).behind()).as("the other two").isEqualTo(2);
        assertThat(refused.catchUp(PAGE).behind()).isZero();
        world.clock().advance(ItemMirror.waitAfter(0));
        assertThat(refused.catchUp(PAGE).behind()).isEqualTo(3);
        refused.catchUp(PAGE);
        world.clock().advance(ItemMirror.waitAfter(0));
        assertThat(refused.catchUp(PAGE).behind()).isZero();
        world.clock().advance(ItemMirror.waitAfter(1));
        assertThat(mirror.catchUp(PAGE).mirrored()).isEqualTo(5);
    }

    @Test
    void aVersionThatTheStoreFailsForDoesNotKeepTheOthersOfItsItem() {
        Item item = held.aRecording();
        ObjectVersion bad = held.versions(item).getFirst();
        HoldId hold = held.hold(item);
        HoldMirror failing = held.mirror(WatchedStore.of(held.store(), new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                if (call.arguments().contains(bad)) {
                    throw new ObjectStoreException(Fault.CONFIGURATION, "denied", null);
                }
            }

            @Override
            public void after(WatchedStore.Call call) {}
        }));
        assertThat(failing.catchUp(PAGE).behind()).isEqualTo(1);
        assertThat(held.locked(item)).hasSize(2).doesNotContain(bad);
        assertThat(mirror.standing(item.id())).isEqualTo(new Behind(1, "denied"));
        world.clock().advance(ItemMirror.waitAfter(0));
        assertThat(mirror.catchUp(PAGE).mirrored()).isEqualTo(1);
        assertThat(held.locked(item)).hasSize(3);

        held.release(hold);
        assertThat(failing.catchUp(PAGE).behind()).isEqualTo(1);
        assertThat(held.locked(item)).containsExactly(bad);
        world.clock().advance(ItemMirror.waitAfter(0));
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).isEmpty();
    }

    @Test
    void aListingThatNamesAVersionTwiceIsNoHindrance() {
        Item item = held.aRecording();
        held.hold(item);
        ObjectStore twice = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(held.store(), arguments);
                    return result instanceof List<?> list
                            ? Stream.of(1, 2).flatMap(time -> list.stream()).toList()
                            : result;
                });
        assertThat(held.mirror(twice).catchUp(PAGE).mirrored()).isEqualTo(1);
        assertThat(held.locked(item)).hasSize(3);
    }

    @Test
    void anAuditGoesOnWhereItWasAndTheNextBeginsWhenItIsTime() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            items.add(held.anItem());
            held.write(items.getLast());
            held.hold(items.getLast());
        }
        mirror.catchUp(PAGE);
        items.forEach(item -> held.locks().release(held.versions(item).getFirst()));
        Duration day = Duration.ofDays(1);
        assertThat(audited(items, day, mirror)).isEqualTo(20);
        assertThat(audited(items, day, mirror)).isEqualTo(40);
        assertThat(audited(items, day, mirror)).isEqualTo(45);
        items.forEach(item -> held.locks().release(held.versions(item).getFirst()));
        assertThat(audited(items, day, mirror)).as("not time yet").isZero();
        world.clock().advance(day);
        assertThat(audited(items, day, mirror)).isEqualTo(20);
    }

    @Test
    void anAuditByAClockThatWasAheadDoesNotEndAuditsUntilThen() {
        Item item = held.aRecording();
        held.hold(item);
        mirror.catchUp(PAGE);
        Duration day = Duration.ofDays(1);
        Instant right = world.clock().instant();
        world.clock().advance(Duration.ofDays(300));
        audited(List.of(item), day, mirror);
        held.locks().release(held.versions(item).getFirst());
        world.clock().set(right);
        assertThat(audited(List.of(item), day, mirror)).isEqualTo(1);
    }

    @Test
    void anAuditGoesPastWhatTheStoreFailsForWhichStaysDue() {
        Item item = held.aRecording();
        held.hold(item);
        mirror.catchUp(PAGE);
        held.locks().release(held.versions(item).getFirst());
        HoldMirror busy = held.mirror(failing(null, () -> new SlowDown("busy", null)));
        Duration day = Duration.ofDays(1);
        assertThat(audited(List.of(item), day, busy)).isZero();
        world.clock().advance(ItemMirror.waitAfter(0));
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).hasSize(3);
    }

    /** One run for no longer than one page; returns of how many of these items the first version is locked then. */
    private long audited(List<Item> items, Duration every, HoldMirror through) {
        long[] nanos = {0};
        new HoldAudit(through, new JdbcHoldAudit(world.database()), world.clock(), () -> nanos[0] += 1_000_000_000)
                .goOn(every, Duration.ofMillis(1));
        return items.stream()
                .filter(item -> held.locks().held(held.versions(item).getFirst()))
                .count();
    }

    @Test
    void anAuditGoesThroughAllPages() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            items.add(held.aRecording());
            held.hold(items.getLast());
        }
        mirror.catchUp(PAGE);
        items.forEach(item -> held.locks().release(held.versions(item).getFirst()));
        List<ItemId> seen = new ArrayList<>();
        MirrorReport page = mirror.audit(null, 3);
        page.found().forEach(found -> seen.add(found.item()));
        while (page.next() != null) {
            page = mirror.audit(page.next(), 3);
            page.found().forEach(found -> seen.add(found.item()));
        }
        assertThat(seen).containsExactlyElementsOf(items.stream().map(Item::id).toList());
    }

    @Test
    void anAuditAlsoFindsAHeldItemThatTheMirrorWasNeverToldOf() {
        Item item = held.aRecording();
        held.hold(item);
        world.database().sql("DELETE FROM hold_mirror_due").update();
        assertThat(audit(mirror)).isEmpty();
        assertThat(held.locked(item)).hasSize(3);
        assertThat(mirror.standing(item.id())).isInstanceOf(Mirrored.class);
    }

    private List<Found> audit(HoldMirror mirror) {
        MirrorReport report = mirror.audit(null, PAGE);
        assertThat(report.next()).isNull();
        assertThat(report.behind()).isZero();
        return report.found();
    }

    private Hold hold(HoldId id) {
        return world.the(Holds.class).find(held.account(), id).orElseThrow();
    }

    private long dueRows() {
        return world.database()
                .sql("SELECT count(*) FROM hold_mirror_due")
                .query(Long.class)
                .single();
    }

    private ObjectStore watched(List<WatchedStore.Call> calls) {
        return WatchedStore.of(held.store(), new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                calls.add(call);
            }

            @Override
            public void after(WatchedStore.Call call) {}
        });
    }

    /** Fails for this item's prefix and versions; for all where none is given. */
    private ObjectStore failing(@Nullable Item item, Supplier<ObjectStoreException> failure) {
        return WatchedStore.of(held.store(), new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                if (item == null
                        || call.arguments().toString().contains(item.id().toString())) {
                    throw failure.get();
                }
            }

            @Override
            public void after(WatchedStore.Call call) {}
        });
    }
}
