package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.hold.JdbcHoldMirror.Mark;
import dev.tenure.retention.hold.MirrorStanding.Mirrored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random histories of holds, objects, meddling in the bucket, outages and mirrors: all end with the bucket saying what the catalog says. */
@ExtendWith(RetentionWorld.Shared.class)
class MirrorHistoryIT {

    private static final int STEPS = 600;
    private static final int ITEMS = 6;
    private static final int PAGE = 4;

    private final RetentionWorld world;
    private final HeldItems held;
    private final HoldMirror mirror;
    private final JdbcHoldMirror known;
    private final List<Item> items = new ArrayList<>();
    private final List<HoldId> holds = new ArrayList<>();

    /** Versions whose lock nobody of ours set. */
    private final Set<ObjectVersion> foreign = new HashSet<>();

    /** Items in whose part of the bucket somebody meddled since a whole audit. */
    private final Set<ItemId> disturbed = new HashSet<>();

    MirrorHistoryIT(RetentionWorld world) {
        this.world = world;
        this.held = new HeldItems(world);
        this.mirror = world.the(HoldMirror.class);
        this.known = new JdbcHoldMirror(world.database());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void endsWithTheTruth(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ITEMS; i++) {
            items.add(held.aRecording());
        }
        for (int step = 0; step < STEPS; step++) {
            step(random);
            for (Item item : items) {
                if (!disturbed.contains(item.id()) && mirror.standing(item.id()) instanceof Mirrored) {
                    assertThat(held.locked(item))
                            .as("seed %s step %s", seed, step)
                            .isEqualTo(held.versions(item));
                }
            }
        }
        audit();
        for (Item item : items) {
            boolean kept = world.the(item.id()).holdCount() > 0;
            assertThat(held.locked(item))
                    .as("seed %s, held: %s", seed, kept)
                    .isEqualTo(held.versions(item).stream()
                            .filter(version -> kept || foreign.contains(version))
                            .toList());
            assertThat(mirror.standing(item.id()) instanceof Mirrored).isEqualTo(kept);
        }
        assertThat(mirror.audit(null, 100).found()).isEmpty();
    }

    private void step(Random random) {
        Item item = items.get(random.nextInt(ITEMS));
        List<ObjectVersion> versions = held.versions(item);
        ObjectVersion version = versions.isEmpty() ? null : versions.get(random.nextInt(versions.size()));
        switch (random.nextInt(16)) {
            case 0, 1 -> holds.add(held.hold(item));
            case 2 -> holds.add(held.hold(items.toArray(Item[]::new)));
            case 3, 4, 5 -> {
                if (!holds.isEmpty()) {
                    held.release(holds.remove(random.nextInt(holds.size())));
                }
            }
            case 6 -> {
                if (versions.size() < 12) {
                    held.write(item);
                }
            }
            case 7 -> {
                if (versions.size() < 12) {
                    held.smuggle(item);
                    disturbed.add(item.id());
                }
            }
            case 8 -> {
                if (version != null) {
                    held.locks().release(version);
                    foreign.remove(version);
                    disturbed.add(item.id());
                }
            }
            case 9 -> {
                if (version != null && !held.locks().held(version)) {
                    held.locks().hold(version);
                    Mark mark = known.mark(item.id(), version).orElse(Mark.FOREIGN);
                    if (mark == Mark.FOREIGN || mark == Mark.CLEARED) {
                        foreign.add(version);
                    }
                }
            }
            case 10 -> {
                if (version != null) {
                    held.locks().release(version);
                    held.store().deleteVersions(List.of(version));
                    foreign.remove(version);
                }
            }
            case 11 -> held.mirror(outage(random)).catchUp(PAGE);
            case 12 -> held.mirror(outage(random)).audit(null, 100);
            case 13, 14 -> mirror.catchUp(PAGE);
            default -> audit();
        }
    }

    /** Until nothing is due, and then everything once. */
    private void audit() {
        world.clock().advance(ItemMirror.waitAfter(100));
        int rounds = 0;
        while (mirror.catchUp(100).behind() > 0) {
            assertThat(++rounds).as("runs of a mirror that nobody disturbs").isLessThan(3);
        }
        mirror.audit(null, 100);
        disturbed.clear();
    }

    /** Works for some calls, and then fails for some, some of them after it did what was asked. */
    private ObjectStore outage(Random random) {
        int begin = random.nextInt(20);
        int end = begin + 1 + random.nextInt(8);
        boolean answerLost = random.nextBoolean();
        int[] calls = {0};
        return WatchedStore.of(held.store(), new WatchedStore.Watcher() {
            @Override
            public void before(WatchedStore.Call call) {
                calls[0]++;
                fail(!answerLost);
            }

            @Override
            public void after(WatchedStore.Call call) {
                fail(answerLost);
            }

            private void fail(boolean here) {
                if (here && calls[0] >= begin && calls[0] < end) {
                    throw new ObjectStoreException(Fault.STORE, "no answer", null);
                }
            }
        });
    }
}
