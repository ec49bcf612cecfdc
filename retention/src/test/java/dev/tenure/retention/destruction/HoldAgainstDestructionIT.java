package dev.tenure.retention.destruction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.hold.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class HoldAgainstDestructionIT {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");
    private static final int ROUNDS = 2_000;

    /** Both sides need about this long, so that random delays up to it bring every order about. */
    private static final int JITTER_NANOS = 2_000_000;

    private final RetentionWorld world;
    private final Holds holds;
    private final Destruction destruction;

    HoldAgainstDestructionIT(RetentionWorld world) {
        this.world = world;
        this.holds = world.the(Holds.class);
        this.destruction = world.the(Destruction.class);
    }

    @Test
    void everyItemIsEitherPreservedOrDestroyed() throws Exception {
        AccountId account = world.anAccount();
        List<ItemId> items = world.items(account, "P30D", ROUNDS);
        var both = race(
                items, item -> holds.place(account, MATTER, List.of(item), RetentionWorld.ACTOR), destruction::begin);
        int preserved = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ItemId item = items.get(i);
            Placement placement = both.first().get(i);
            if (placement.preserved().first().equals(List.of(item))) {
                preserved++;
                assertThat(both.second().get(i)).isInstanceOf(Destruction.Kept.class);
                assertPreserved(item);
            } else {
                assertThat(placement.inDestruction().first()).containsExactly(item);
                assertThat(both.second().get(i)).isInstanceOf(Destruction.Begun.class);
                assertDestroyed(account, item);
            }
            assertThat(placement.destroyed().first()).isEmpty();
        }
        assertThat(preserved).as("holds that came first").isBetween(1, ROUNDS - 1);
    }

    @Test
    void aHoldOnManyItemsAgreesWithASweepAboutEachOfThem() throws Exception {
        AccountId account = world.anAccount();
        List<ItemId> items = world.items(account, "P30D", 450);
        ItemId early = items.get(20);
        // The first are going when the hold comes, and the last are not reached yet: a sweep takes fifty at once.
        List<ItemId> wanted = new ArrayList<>(items.subList(0, 100));
        wanted.addAll(items.subList(400, 450));
        var both = race(
                List.of(wanted),
                all -> {
                    while (world.hasKey(early)) {
                        Thread.onSpinWait();
                    }
                    return holds.place(account, MATTER, all.reversed(), RetentionWorld.ACTOR);
                },
                all -> world.the(Sweep.class).run());
        Placement placement = both.first().getFirst();
        List<ItemId> destroyed = both.second().getFirst().destroyed();
        assertThat(placement.inDestruction().first())
                .containsExactlyInAnyOrderElementsOf(
                        wanted.stream().filter(destroyed::contains).toList());
        assertThat(placement.preserved().first()).isNotEmpty().doesNotContainAnyElementsOf(destroyed);
        assertThat(placement.preserved().count() + destroyed.size()).isEqualTo(items.size());
        placement.preserved().first().forEach(this::assertPreserved);
        destroyed.forEach(item -> assertDestroyed(account, item));
    }

    @Test
    void aReleaseNeverLetsASweepThroughBeforeItsCoolOffIsOver() throws Exception {
        AccountId account = world.anAccount();
        List<ItemId> items = world.items(account, "P30D", 300);
        List<Placement> placed = items.stream()
                .map(item -> holds.place(account, MATTER, List.of(item), RetentionWorld.ACTOR))
                .toList();
        var both = race(
                placed,
                one -> holds.release(account, one.hold(), "settled", RetentionWorld.ACTOR),
                one -> destruction.begin(one.preserved().first().getFirst()));
        assertThat(both.first()).containsOnly(Holds.Release.RELEASED);
        assertThat(both.second()).hasOnlyElementsOfType(Destruction.Kept.class);
        assertThat(items).allMatch(world::hasKey);

        world.clock().advance(Duration.ofDays(30));
        assertThat(world.the(Sweep.class).run().destroyed()).doesNotContainAnyElementsOf(items);
        world.clock().advance(RetentionWorld.SKEW.plusMillis(1));
        assertThat(world.the(Sweep.class).run().destroyed()).containsExactlyInAnyOrderElementsOf(items);
    }

    @Test
    void withoutACoolOffTheReleaseOrTheDestructionComesFirst() throws Exception {
        AccountId account = world.anAccount(RuleSet.Range.OPEN, RuleSet.Range.OPEN, Grace.NONE);
        List<ItemId> items = world.items(account, "P30D", 200);
        List<Placement> placed = items.stream()
                .map(item -> holds.place(account, MATTER, List.of(item), RetentionWorld.ACTOR))
                .toList();
        world.clock().advance(Duration.ofDays(1));
        var both = race(
                placed,
                one -> holds.release(account, one.hold(), "settled", RetentionWorld.ACTOR),
                one -> destruction.begin(one.preserved().first().getFirst()));
        for (int i = 0; i < items.size(); i++) {
            boolean destroyed = both.second().get(i) instanceof Destruction.Begun;
            assertThat(world.hasKey(items.get(i))).isNotEqualTo(destroyed);
        }
        assertThat(both.first()).containsOnly(Holds.Release.RELEASED);
    }

    @Test
    void twoSweepsDestroyEachItemOnce() throws Exception {
        AccountId account = world.anAccount();
        List<ItemId> items = world.items(account, "P30D", 400);
        Sweep sweep = world.the(Sweep.class);
        var both = race(List.of(items), all -> sweep.run(), all -> sweep.run());
        List<ItemId> destroyed = new ArrayList<>(both.first().getFirst().destroyed());
        destroyed.addAll(both.second().getFirst().destroyed());
        assertThat(destroyed).containsExactlyInAnyOrderElementsOf(items);
        assertThat(new HashSet<>(destroyed)).hasSameSizeAs(destroyed);
        items.forEach(item -> assertDestroyed(account, item));
    }

    private void assertPreserved(ItemId item) {
        assertThat(world.hasKey(item)).isTrue();
        assertThat(world.the(item).state()).isEqualTo(ItemState.READY);
        assertThat(world.the(item).holdCount()).isEqualTo(1);
        assertThat(world.count("destruction", item)).isZero();
    }

    private void assertDestroyed(AccountId account, ItemId item) {
        assertThat(world.hasKey(item)).isFalse();
        assertThat(world.the(item).state()).isEqualTo(ItemState.DESTROYING);
        assertThat(world.count("hold_item", item)).isZero();
        assertThat(world.count("destruction", item)).isEqualTo(1);
        assertThat(world.the(Trail.class).of(account, item))
                .filteredOn(entry -> entry.action().equals("item.destroying"))
                .hasSize(1);
    }

    private record Both<A, B>(List<A> first, List<B> second) {}

    /** Lets two threads do something to the same thing, released together, again and again. */
    private static <T, A, B> Both<A, B> race(List<T> things, Function<T, A> first, Function<T, B> second)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<List<A>> one = threads.submit(rounds(things, first, together, new Random(1)));
            Future<List<B>> other = threads.submit(rounds(things, second, together, new Random(2)));
            return new Both<>(one.get(60, TimeUnit.SECONDS), other.get(60, TimeUnit.SECONDS));
        }
    }

    private static <T, R> Callable<List<R>> rounds(
            List<T> things, Function<T, R> act, CyclicBarrier together, Random random) {
        return () -> {
            List<R> results = new ArrayList<>();
            for (T thing : things) {
                together.await(30, TimeUnit.SECONDS);
                long until = System.nanoTime() + random.nextInt(JITTER_NANOS);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                results.add(act.apply(thing));
            }
            return results;
        };
    }
}
