package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Item;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.hold.MirrorStanding.Mirrored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** The mirror dies, and holds change under its hands, at every place where either can happen. */
@ExtendWith(RetentionWorld.Shared.class)
class InterruptedMirrorIT {

    private static final int PAGE = 100;

    private final RetentionWorld world;
    private final HeldItems held;
    private final HoldMirror mirror;

    InterruptedMirrorIT(RetentionWorld world) {
        this.world = world;
        this.held = new HeldItems(world);
        this.mirror = world.the(HoldMirror.class);
    }

    enum Place {
        BEFORE,
        AFTER
    }

    /** The process dies here: nothing between this and the top may catch it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aFreshMirrorEndsWhatADeadOneBeganToLock(Place place) {
        int deaths = 0;
        boolean died = true;
        while (died) {
            Item item = held.aRecording();
            held.hold(item);
            died = dies(++deaths, place, doomed -> doomed.catchUp(PAGE));
            assertHonest(item);
            mirror.catchUp(PAGE);
            assertThat(held.locked(item)).isEqualTo(held.versions(item));
            assertThat(mirror.standing(item.id())).isInstanceOf(Mirrored.class);
            assertThat(held.told(item)).isEmpty();
        }
        assertThat(deaths)
                .as("steps: one list, three looks, three locks, one record")
                .isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aFreshMirrorEndsWhatADeadOneBeganToClear(Place place) {
        int deaths = 0;
        boolean died = true;
        while (died) {
            Item item = held.aRecording();
            HoldId hold = held.hold(item);
            mirror.catchUp(PAGE);
            held.release(hold);
            died = dies(++deaths, place, doomed -> doomed.catchUp(PAGE));
            mirror.catchUp(PAGE);
            assertThat(held.locked(item)).isEmpty();
        }
        assertThat(deaths).as("steps: three locks, one record").isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void anItemThatIsHeldAgainAfterAHalfClearingIsLockedWhole(Place place) {
        int deaths = 0;
        boolean died = true;
        while (died) {
            Item item = held.aRecording();
            HoldId hold = held.hold(item);
            mirror.catchUp(PAGE);
            held.release(hold);
            died = dies(++deaths, place, doomed -> doomed.catchUp(PAGE));
            held.hold(item);
            assertHonest(item);
            mirror.catchUp(PAGE);
            assertThat(held.locked(item)).isEqualTo(held.versions(item));
        }
        assertThat(deaths).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void whatADeadAuditFoundIsRepairedByTheNextCatchingUpOrAuditAndToldOnce(Place place) {
        int deaths = 0;
        boolean died = true;
        while (died) {
            Item item = held.aRecording();
            held.hold(item);
            mirror.catchUp(PAGE);
            held.locks().release(held.versions(item).getFirst());
            ObjectVersion smuggled = held.smuggle(item);
            died = dies(++deaths, place, doomed -> doomed.audit(null, PAGE));
            mirror.catchUp(PAGE);
            assertThat(held.locked(item)).hasSize(4).contains(smuggled);
            assertThat(held.told(item))
                    .containsExactlyInAnyOrder(
                            "hold.drift-repaired CLEARED_BY_OTHERS 1", "hold.drift-repaired UNMIRRORED 1");
            mirror.audit(null, PAGE);
            assertThat(held.told(item)).hasSize(2);
            // Nothing of this round is left for the next one's mirror.
            world.clock().advance(RetentionWorld.VERIFY_DELAY);
            world.database()
                    .sql("UPDATE item SET hold_count = 0 WHERE id = :item")
                    .param("item", item.id().value())
                    .update();
            mirror.catchUp(PAGE);
            mirror.audit(null, PAGE);
        }
        assertThat(deaths)
                .as("steps: one list, four looks, two locks, one record")
                .isEqualTo(9);
    }

    @Test
    void aClearingThatReachesTheStoreAfterTheItemWasHeldAgainIsMendedOnceNoCallCanBeUnderWay() {
        Item item = held.aRecording();
        HoldId hold = held.hold(item);
        mirror.catchUp(PAGE);
        held.release(hold);
        ObjectVersion late = held.versions(item).getFirst();
        ObjectStore slow = WatchedStore.of(held.store(), new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                if (call.method().equals("release") && call.arguments().contains(late)) {
                    throw new OutcomeUnknown("no answer", null);
                }
            }

            @Override
            public void after(WatchedStore.Call call) {}
        });
        held.mirror(slow).catchUp(PAGE);
        held.hold(item);
        world.clock().advance(ItemMirror.waitAfter(0));
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).isEqualTo(held.versions(item));

        held.locks().release(late);
        mirror.catchUp(PAGE);
        assertThat(held.locks().held(late)).as("too early to be looked at").isFalse();
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        mirror.catchUp(PAGE);
        assertThat(held.locked(item)).isEqualTo(held.versions(item));
    }

    @Test
    void neverClaimsMoreThanThereIsWhateverChangesInTheMiddle() {
        List<Consumer<Change>> changes = List.of(
                change -> held.release(change.hold()),
                change -> {
                    held.release(change.hold());
                    held.hold(change.item());
                },
                change -> {
                    held.release(change.hold());
                    held.mirror(held.store()).catchUp(PAGE);
                },
                change -> held.write(change.item()),
                change -> held.hold(change.item()),
                change -> {
                    held.release(change.hold());
                    held.mirror(held.store()).catchUp(PAGE);
                    held.hold(change.item());
                    held.mirror(held.store()).catchUp(PAGE);
                });
        for (Consumer<Change> change : changes) {
            for (int step = 1; step <= 8; step++) {
                Item item = held.aRecording();
                HoldId hold = held.hold(item);
                at(step, Place.BEFORE, () -> change.accept(new Change(item, hold)), doomed -> doomed.catchUp(PAGE));
                assertHonest(item);
                mirror.catchUp(PAGE);
                assertThat(held.locked(item))
                        .isEqualTo(world.the(item.id()).holdCount() > 0 ? held.versions(item) : List.of());
            }
        }
    }

    private record Change(Item item, HoldId hold) {}

    @Test
    void twoMachinesAtOnceEndWithTheTruth() throws Exception {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            items.add(held.aRecording());
        }
        AtomicBoolean over = new AtomicBoolean();
        CyclicBarrier together = new CyclicBarrier(3);
        Callable<Integer> machine = () -> {
            HoldMirror own = held.mirror(held.store());
            together.await(30, TimeUnit.SECONDS);
            int rounds = 0;
            while (!over.get()) {
                own.catchUp(PAGE);
                if (++rounds % 5 == 0) {
                    own.audit(null, PAGE);
                }
            }
            return rounds;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> machines = List.of(threads.submit(machine), threads.submit(machine));
            together.await(30, TimeUnit.SECONDS);
            try {
                for (int round = 0; round < 60; round++) {
                    Item one = items.get(round % items.size());
                    Item other = items.get((round * 3 + 1) % items.size());
                    HoldId first = held.hold(one);
                    HoldId second = other.equals(one) ? held.hold(one) : held.hold(one, other);
                    held.release(first);
                    if (round % 3 == 0) {
                        held.write(other);
                    }
                    if (round % 2 == 0) {
                        held.release(second);
                    }
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> each : machines) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
            }
        }
        mirror.catchUp(PAGE);
        for (Item item : items) {
            boolean kept = world.the(item.id()).holdCount() > 0;
            assertThat(held.locked(item)).isEqualTo(kept ? held.versions(item) : List.of());
            assertThat(mirror.standing(item.id()) instanceof Mirrored).isEqualTo(kept);
            assertThat(held.told(item)).as("nobody else touched a lock").isEmpty();
        }
    }

    private void assertHonest(Item item) {
        if (mirror.standing(item.id()) instanceof Mirrored) {
            assertThat(held.locked(item)).isEqualTo(held.versions(item));
        }
    }

    private boolean dies(int step, Place place, Consumer<HoldMirror> work) {
        try {
            at(
                    step,
                    place,
                    () -> {
                        throw new Death();
                    },
                    work);
            return false;
        } catch (Death death) {
            return true;
        }
    }

    /** Runs this at a step of the work: a call of the store, or a transaction. */
    private void at(int step, Place place, Runnable what, Consumer<HoldMirror> work) {
        int[] steps = {0};
        WatchedStore.Watcher watcher = new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                if (++steps[0] == step && place == Place.BEFORE) {
                    what.run();
                }
            }

            @Override
            public void after(WatchedStore.Call call) {
                if (steps[0] == step && place == Place.AFTER) {
                    what.run();
                }
            }
        };
        ObjectStore store = WatchedStore.of(held.store(), watcher);
        TransactionOperations real = world.the(TransactionOperations.class);
        WatchedStore.Call transaction = new WatchedStore.Call("transaction", List.of());
        TransactionOperations transactions = new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                watcher.before(transaction);
                T result = real.execute(action);
                watcher.after(transaction);
                return result;
            }
        };
        work.accept(held.mirror(store, transactions));
    }
}
