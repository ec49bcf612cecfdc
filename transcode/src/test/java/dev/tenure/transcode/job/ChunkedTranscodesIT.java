package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.transcode.RealMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that are cut: by several workers on one database and one bucket, some of which die. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ChunkedTranscodesIT {

    private static final int FRAMES = 120;
    private static final int CHUNKS = 4;

    /** Film, playlist, sound, poster, a sheet of the storyboard and its text. */
    private static final int OUTPUTS = 6;

    private static final Map<String, String> CUTTING = Map.of(
            "tenure.transcode.chunks.gain", "1s",
            "tenure.transcode.chunks.shortest", "2s",
            "tenure.transcode.lease", "5s");

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
        survivor = Worker.start(parts, shared.resolve("scratch"), Trap.NONE, CUTTING);
        clip = RealMedia.make(
                shared.resolve("clip.mkv"),
                "-f lavfi -i testsrc2=s=160x120:r=10:d=12 -f lavfi -i sine=440:d=12 -c:v mpeg4 -g 10 -c:a libopus"
                        .split(" "));
    }

    @AfterAll
    static void stop() {
        survivor.close();
        parts.close();
    }

    @Test
    void oneMachineEncodesChunksOnThreads() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Calls announced = new Calls("StoredObjects.announce");
        Map<String, String> threads = with("tenure.transcode.chunks.threads", "1");
        try (Worker alone = Worker.start(parts, directory.resolve("scratch"), announced, threads)) {
            alone.transcodes().transcode(id, false);
        }

        assertThat(announced.count()).isEqualTo(CHUNKS + OUTPUTS);
        readyOnce(id);
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void oneMachineWithoutOthersDoesNotCut() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        survivor.transcodes().transcode(id, false);

        assertThat(survivor.get(StoredObjects.class).all(id))
                .extracting(StoredObject::role)
                .doesNotContain(ObjectRole.CHUNK);
        readyOnce(id);
    }

    @Test
    void anotherMachineEncodesChunks() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Calls announced = new Calls("StoredObjects.announce");
        try (Worker helper = Worker.start(parts, directory.resolve("helper"), announced, CUTTING);
                HandingFleet fleet = new HandingFleet(helper, survivor);
                Worker manager = Worker.start(parts, directory.resolve("manager"), Trap.NONE, CUTTING, fleet)) {
            manager.transcodes().transcode(id, false);
            fleet.settled();
        }

        assertThat(announced.count()).isBetween(1, CHUNKS);
        readyOnce(id);
        assertThat(directory.resolve("helper")).isEmptyDirectory();
        assertThat(directory.resolve("manager")).isEmptyDirectory();
    }

    @ParameterizedTest(name = "dies {2} call no. {1} of {0}")
    @CsvSource({
        "ObjectStore.open, 1, BEFORE",
        "ObjectStore.tags, 1, BEFORE",
        "StoredObjects.announce, 1, AFTER",
        "ObjectStore.put, 1, AFTER",
        "StoredObjects.complete, 1, AFTER",
    })
    void aDeadHelperCostsItsChunkOnly(String call, int count, Trap.Side side) throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Calls announced = new Calls("StoredObjects.announce");
        Trap deadly = new Deadly(call, count, side);
        try (Worker helper = Worker.start(parts, directory.resolve("helper"), deadly, CUTTING);
                HandingFleet fleet = new HandingFleet(helper, survivor);
                Worker manager = Worker.start(parts, directory.resolve("manager"), announced, CUTTING, fleet)) {
            fleet.first();
            manager.transcodes().transcode(id, false);
            fleet.settled();
            helper.putFilesBack();
            assertThat(helper.dead()).isTrue();
        }

        // Its own chunks and that of the dead, at most each once, and the outputs.
        assertThat(announced.count()).isBetween(CHUNKS - 1 + OUTPUTS, CHUNKS + OUTPUTS);
        readyOnce(id);
        try (Worker restarted = Worker.start(parts, directory.resolve("helper"), Trap.NONE, CUTTING)) {
            assertThat(restarted.get(Chunks.class)).isNotNull();
            assertThat(directory.resolve("helper")).isEmptyDirectory();
        }
    }

    /** Far sooner than its lease would have run out. */
    @Test
    void whatIsFiredAgainGoesOnAtOnce() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Map<String, String> patient = with("tenure.transcode.lease", "10m");
        Trap deadly = new Deadly("ObjectStore.tags", 1, Trap.Side.BEFORE);
        try (Worker helper = Worker.start(parts, directory.resolve("helper"), deadly, patient);
                HandingFleet fleet = new HandingFleet(helper, survivor);
                Worker manager = Worker.start(parts, directory.resolve("manager"), Trap.NONE, patient, fleet)) {
            fleet.first();
            CompletableFuture<Void> work =
                    Background.run(() -> manager.transcodes().transcode(id, false));
            Until.holds("it died", helper::dead);
            Chunks busy = manager.get(Chunks.class);
            assertThat(busy.encode(fleet.offered(), true)).isFalse();
            work.get(1, TimeUnit.MINUTES);
        }

        readyOnce(id);
    }

    @ParameterizedTest(name = "dies {2} call no. {1} of {0}, {3} chunks made")
    @CsvSource({
        "StoredObjects.announce, 1, BEFORE, 0",
        "StoredObjects.announce, 2, AFTER, 1",
        "ObjectStore.put, 3, AFTER, 2",
        "StoredObjects.complete, 3, AFTER, 3",
        "StoredObjects.complete, 4, AFTER, 4",
        "StoredObjects.announce, 5, AFTER, 4",
        "StoredObjects.publish, 1, AFTER, 4",
        "Items.move, 1, BEFORE, 4",
    })
    void whoGoesOnMakesNoChunkAgain(String call, int count, Trap.Side side, int made) throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Map<String, String> alone = with("tenure.transcode.chunks.threads", "1");
        // One thread less than it counts on, so that its deaths come in order.
        try (Worker dying = Worker.start(
                parts, directory.resolve("scratch"), new Deadly(call, count, side), CUTTING, new DeafFleet())) {
            dying.dieWorkingOn(id, false);
        }
        Calls announced = new Calls("StoredObjects.announce");
        try (Worker next = Worker.start(parts, directory.resolve("next"), announced, alone)) {
            next.transcodes().transcode(id, true);
        }

        assertThat(announced.count()).isEqualTo(CHUNKS - made + OUTPUTS);
        readyOnce(id);
    }

    @Test
    void whatADeathLeavesBehindTheCommitIsTidiedUp() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        try (Worker dying = Worker.start(
                parts,
                directory.resolve("scratch"),
                new Deadly("Removals.permit", 1, Trap.Side.BEFORE),
                CUTTING,
                new DeafFleet())) {
            dying.dieWorkingOn(id, false);
        }
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(bytesOfChunks(id)).hasSize(CHUNKS);

        survivor.transcodes().transcode(id, true);
        survivor.get(Chunks.class).tidy(100);

        readyOnce(id);
    }

    @Test
    void aFrozenHelperThatWakesUpDoesNoHarm() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger();
        Trap freezing = (worker, call, side) -> {
            if (call.equals("ObjectStore.tags") && seen.incrementAndGet() == 1) {
                frozen.countDown();
                Until.isOpen(thawed);
            }
        };
        try (Worker helper = Worker.start(parts, directory.resolve("helper"), freezing, CUTTING);
                HandingFleet fleet = new HandingFleet(helper, survivor);
                Worker manager = Worker.start(parts, directory.resolve("manager"), Trap.NONE, CUTTING, fleet)) {
            fleet.first();
            CompletableFuture<Void> work =
                    Background.run(() -> manager.transcodes().transcode(id, false));
            Until.isOpen(frozen);
            work.get(1, TimeUnit.MINUTES);
            assertThat(item(id).state()).isEqualTo(ItemState.READY);
            thawed.countDown();
            fleet.settled();
        }

        survivor.get(Chunks.class).tidy(100);
        readyOnce(id);
    }

    @Test
    void nothingIsMadeOfAnItemThatGoes() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        Trap going = (worker, call, side) -> {
            if (call.equals("ObjectStore.tags") && side == Trap.Side.AFTER) {
                survivor.get(Items.class).move(id, ItemState.STORED, ItemState.DESTROYING, Actor.system("test"), null);
            }
        };
        try (Worker helper = Worker.start(parts, directory.resolve("helper"), going, CUTTING);
                HandingFleet fleet = new HandingFleet(helper, survivor);
                Worker manager = Worker.start(parts, directory.resolve("manager"), Trap.NONE, CUTTING, fleet)) {
            fleet.first();
            manager.transcodes().transcode(id, false);
            fleet.settled();
        }

        assertThat(item(id).state()).isEqualTo(ItemState.DESTROYING);
        assertThat(survivor.get(StoredObjects.class).all(id))
                .filteredOn(object -> object.role() != ObjectRole.SOURCE)
                .allSatisfy(object -> assertThat(object.role()).isEqualTo(ObjectRole.CHUNK))
                .hasSizeLessThan(CHUNKS);
        assertThat(directory.resolve("helper")).isEmptyDirectory();
    }

    @Test
    void aRecordingIsMadeWholeWhenItsChunksCannotBe() throws Exception {
        ItemId id = parts.stored(survivor, clip);
        AtomicInteger refused = new AtomicInteger();
        Trap refusing = (worker, call, side) -> {
            if (call.equals("ObjectStore.put") && side == Trap.Side.BEFORE && refused.incrementAndGet() <= 2 * CHUNKS) {
                throw new ObjectStoreException(ObjectStoreException.Fault.REQUEST, "no room for chunks", null);
            }
        };
        try (Worker worker = Worker.start(parts, directory.resolve("scratch"), refusing, CUTTING, new DeafFleet())) {
            worker.transcodes().transcode(id, false);
        }

        readyOnce(id);
    }

    private void readyOnce(ItemId id) throws Exception {
        Item item = item(id);
        assertThat(item.problem()).isNull();
        assertThat(item.state()).isEqualTo(ItemState.READY);
        List<StoredObject> all = survivor.get(StoredObjects.class).all(id);
        assertThat(all)
                .filteredOn(object -> object.status() == StoredObject.Status.VISIBLE)
                .extracting(StoredObject::name)
                .containsExactlyInAnyOrder(
                        "source.bin",
                        "video.mp4",
                        "index.m3u8",
                        "poster.jpg",
                        "audio.m4a",
                        "storyboard1.jpg",
                        "storyboard.vtt");
        assertThat(all)
                .filteredOn(object -> object.role() == ObjectRole.CHUNK)
                .allSatisfy(object -> assertThat(object.status()).isEqualTo(StoredObject.Status.GONE));
        assertThat(bytesOfChunks(id)).isEmpty();
        assertThat(survivor.get(Trail.class).of(item.account(), id))
                .filteredOn(entry -> entry.action().equals("item.ready"))
                .hasSize(1);
        assertThat(frames(all)).isEqualTo(FRAMES);
    }

    private int frames(List<StoredObject> all) throws Exception {
        StoredObject video = all.stream()
                .filter(object -> object.name().equals("video.mp4"))
                .filter(object -> object.status() == StoredObject.Status.VISIBLE)
                .findFirst()
                .orElseThrow();
        Path file = Parts.download(survivor, video, Files.createTempDirectory(directory, "seen"));
        String counted = RealMedia.ffprobe(
                file,
                "-count_packets",
                "-select_streams",
                "v",
                "-show_entries",
                "stream=nb_read_packets",
                "-of",
                "csv=p=0");
        return Integer.parseInt(counted.strip().replace(",", ""));
    }

    private static List<String> bytesOfChunks(ItemId id) {
        return survivor.get(ObjectStore.class).listVersions(StoredObject.prefixOf(item(id).account(), id)).stream()
                .map(version -> version.key().value())
                .filter(key -> key.contains("/chunk/"))
                .toList();
    }

    private static Item item(ItemId id) {
        return survivor.get(Items.class).find(id).orElseThrow();
    }

    private static Map<String, String> with(String name, String value) {
        return Stream.concat(CUTTING.entrySet().stream(), Stream.of(Map.entry(name, value)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (set, later) -> later));
    }
}
