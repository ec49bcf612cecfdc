package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.transcode.RealMedia;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DyingWorkersIT {

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Parts parts;
    private static Worker survivor;
    private static Path clip;

    @BeforeAll
    static void start() throws Exception {
        parts = new Parts(shared.resolve("data"));
        survivor = Worker.start(parts, shared.resolve("scratch"));
        clip = RealMedia.make(
                shared.resolve("clip.mp4"),
                "-f lavfi -i testsrc2=s=160x120:r=10:d=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p".split(" "));
    }

    @AfterAll
    static void stop() {
        survivor.close();
        parts.close();
    }

    /** The calls stand in the order of the job: between job and steps, and around every effect. */
    @ParameterizedTest(name = "{2} call no. {1} of {0}")
    @CsvSource({
        "JobRepository.createJobInstance, 1, AFTER",
        "JobRepository.createJobExecution, 1, AFTER",
        "ObjectStore.open, 1, BEFORE",
        "JobRepository.createStepExecution, 1, AFTER",
        "JobRepository.updateExecutionContext, 1, BEFORE",
        "JobRepository.createStepExecution, 2, BEFORE",
        "JobRepository.createStepExecution, 3, BEFORE",
        "ObjectStore.tags, 1, BEFORE",
        "JobRepository.createStepExecution, 4, BEFORE",
        "JobRepository.createStepExecution, 5, BEFORE",
        "JobRepository.createStepExecution, 6, BEFORE",
        "StoredObjects.announce, 1, AFTER",
        "ObjectStore.put, 1, BEFORE",
        "ObjectStore.put, 1, AFTER",
        "StoredObjects.complete, 2, BEFORE",
        "StoredObjects.complete, 3, AFTER",
        "StoredObjects.publish, 1, BEFORE",
        "StoredObjects.publish, 1, AFTER",
        "Items.move, 1, BEFORE",
        "Items.move, 1, AFTER",
    })
    void anotherMachineFinishesOnce(String call, int count, Trap.Side side) throws Exception {
        ItemId id = parts.stored(survivor, clip);
        dieAt(id, directory.resolve("scratch"), call, count, side);
        assertThat(item(id).state()).isEqualTo(ItemState.STORED);

        survivor.transcodes().transcode(id, true);

        readyOnce(id);
    }

    @ParameterizedTest(name = "{2} call no. {1} of {0}")
    @CsvSource({
        "ObjectStore.tags, 1, BEFORE",
        "JobRepository.createStepExecution, 4, BEFORE",
        "ObjectStore.put, 2, AFTER",
        "Items.move, 1, BEFORE",
    })
    void theSameMachineGoesOnWithItsFiles(String call, int count, Trap.Side side) throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Path scratch = directory.resolve("scratch");
        dieAt(id, scratch, call, count, side);
        assertThat(scratch.resolve(id.toString()).resolve("source")).exists();

        AtomicInteger fetches = new AtomicInteger();
        Trap watch = (worker, seen, when) -> {
            if (seen.equals("ObjectStore.open")) {
                fetches.incrementAndGet();
            }
        };
        try (Worker restarted = Worker.start(parts, scratch, watch)) {
            restarted.transcodes().transcode(id, true);
        }

        readyOnce(id);
        assertThat(fetches).hasValue(0);
        assertThat(scratch.resolve(id.toString())).doesNotExist();
    }

    @Test
    void aDeathRightAfterTheCommitLeavesNothingToDo() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        AtomicInteger moved = new AtomicInteger();
        Path scratch = directory.resolve("scratch");
        try (Worker dying = Worker.start(parts, scratch, (worker, call, side) -> {
            if (call.equals("Items.move") && side == Trap.Side.AFTER) {
                moved.incrementAndGet();
            } else if (moved.get() > 0 && call.startsWith("JobRepository.")) {
                worker.die();
            }
        })) {
            // An earlier one of the same test may have died, too.
            dying.dieWorkingOn(id, true);
            dying.putFilesBack();
        }
        assertThat(item(id).state()).isEqualTo(ItemState.READY);

        try (Worker restarted = Worker.start(parts, scratch)) {
            restarted.transcodes().transcode(id, true);
        }

        readyOnce(id);
        assertThat(scratch.resolve(id.toString())).doesNotExist();
    }

    @Test
    void severalDeathsInARowAreNoFailures() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        for (int death = 1; death <= 4; death++) {
            dieAt(id, directory.resolve("scratch" + death), "ObjectStore.put", 1 + death % 3, Trap.Side.AFTER);
        }

        survivor.transcodes().transcode(id, true);

        readyOnce(id);
    }

    @Test
    void aDeadWorkersItemIsTakenOverWithoutARecoveryOnceItsLeaseHasRunOut() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Trap deadly = new Deadly("ObjectStore.put", 1, Trap.Side.AFTER);
        try (Worker dying =
                Worker.start(parts, directory.resolve("scratch"), deadly, Map.of("tenure.transcode.lease", "3s"))) {
            // An earlier one of the same test may have died, too.
            dying.dieWorkingOn(id, true);
        }
        survivor.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(survivor.get(Processings.class).next(Priority.LOW, 100)).doesNotContain(id);

        Until.holds(
                "its lease runs out",
                () -> survivor.get(Processings.class).next(Priority.LOW, 100).contains(id));
        survivor.transcodes().transcode(id, false);

        readyOnce(id);
    }

    @ParameterizedTest(name = "frozen {2} call no. {1} of {0}")
    @CsvSource({
        "ObjectStore.tags, 1, BEFORE",
        "StoredObjects.announce, 1, AFTER",
        "StoredObjects.announce, 2, BEFORE",
        "ObjectStore.put, 1, BEFORE",
        "StoredObjects.complete, 3, AFTER",
    })
    void aFrozenWorkerThatWakesUpDoesNoHarm(String call, int count, Trap.Side side) throws Exception {
        ItemId id = parts.stored(survivor, clip);
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger();
        Trap freezing = (worker, at, when) -> {
            if (at.equals(call) && when == side && seen.incrementAndGet() == count) {
                frozen.countDown();
                Until.isOpen(thawed);
            }
        };
        try (Worker slow = Worker.start(parts, directory.resolve("scratch"), freezing)) {
            CompletableFuture<Void> work =
                    Background.run(() -> slow.transcodes().transcode(id, false));
            Until.isOpen(frozen);
            survivor.transcodes().transcode(id, true);
            assertThat(item(id).state()).isEqualTo(ItemState.READY);
            thawed.countDown();
            work.get(30, TimeUnit.SECONDS);
        }
        readyOnce(id);
    }

    private static void dieAt(ItemId id, Path scratch, String call, int count, Trap.Side side) throws Exception {
        try (Worker dying = Worker.start(parts, scratch, new Deadly(call, count, side))) {
            // An earlier one of the same test may have died, too.
            dying.dieWorkingOn(id, true);
            dying.putFilesBack();
        }
    }

    private static void readyOnce(ItemId id) {
        Item item = item(id);
        assertThat(item.problem()).isNull();
        assertThat(item.state()).isEqualTo(ItemState.READY);
        assertThat(item.leaseUntil()).isNull();
        List<StoredObject> all = survivor.get(StoredObjects.class).all(id);
        assertThat(all)
                .filteredOn(object -> object.status() == StoredObject.Status.VISIBLE)
                .extracting(StoredObject::name)
                .containsExactlyInAnyOrder(
                        "source.bin", "video.mp4", "index.m3u8", "poster.jpg", "storyboard1.jpg", "storyboard.vtt");
        assertThat(all)
                .filteredOn(object -> object.status() == StoredObject.Status.ANNOUNCED)
                .isEmpty();
        assertThat(survivor.get(Trail.class).of(item.account(), id))
                .filteredOn(entry -> entry.action().equals("item.ready"))
                .hasSize(1);
    }

    private static Item item(ItemId id) {
        return survivor.get(Items.class).find(id).orElseThrow();
    }
}
