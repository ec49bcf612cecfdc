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
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.transcode.RealMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TranscodesIT {

    private static final Actor TEST = Actor.system("test");

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Parts parts;
    private static Worker worker;
    private static Path scratch;
    private static Path mpeg4;
    private static Path long4;

    @BeforeAll
    static void start() throws Exception {
        parts = new Parts(shared.resolve("data"));
        scratch = shared.resolve("scratch");
        worker = Worker.start(parts, scratch);
        mpeg4 = RealMedia.clip(shared.resolve("clip.mp4"));
        long4 = RealMedia.film(shared.resolve("long.mp4"));
    }

    @AfterAll
    static void stop() {
        worker.close();
        parts.close();
    }

    @Test
    void makesARecordingReadyWithAllThatItNeeds() throws Exception {
        ItemId id = parts.stored(worker, mpeg4);
        assertThat(waiting(worker)).contains(id);

        worker.transcodes().transcode(id, false);

        Item item = item(id);
        assertThat(item.state()).isEqualTo(ItemState.READY);
        assertThat(item.problem()).isNull();
        assertThat(item.leaseUntil()).isNull();
        assertThat(item.progress()).isEqualTo(1);
        List<StoredObject> visible = worker.get(StoredObjects.class).visible(id);
        assertThat(visible)
                .extracting(StoredObject::name)
                .containsExactlyInAnyOrder(
                        "source.bin",
                        "video.mp4",
                        "index.m3u8",
                        "poster.jpg",
                        "audio.m4a",
                        "storyboard1.jpg",
                        "storyboard.vtt");
        assertThat(visible)
                .extracting(StoredObject::role)
                .containsExactlyInAnyOrder(
                        ObjectRole.SOURCE,
                        ObjectRole.RENDITION,
                        ObjectRole.PLAYLIST,
                        ObjectRole.POSTER,
                        ObjectRole.AUDIO,
                        ObjectRole.STORYBOARD,
                        ObjectRole.STORYBOARD);
        ObjectStore store = worker.get(ObjectStore.class);
        for (StoredObject object : visible) {
            assertThat(store.tags(object.key()).values())
                    .containsEntry("tenure-item", id.toString())
                    .containsEntry("tenure-go-at", "2027-05-04T10:30:00Z");
            Parts.download(worker, object, directory);
        }
        assertThat(RealMedia.ffprobe(
                        directory.resolve("video.mp4"), "-show_entries", "stream=codec_name", "-of", "csv"))
                .contains("h264", "aac");
        assertThat(RealMedia.ffprobe(directory.resolve("video.mp4"), "-show_entries", "format_tags", "-of", "csv"))
                .contains("Weekly planning", "2027-05-04T10:30:00Z", "spoken version 3 (en)", id.toString());
        assertThat(Files.readString(directory.resolve("index.m3u8"))).contains("video.mp4");
        assertThat(RealMedia.ffprobe(directory.resolve("poster.jpg"), "-show_entries", "stream=codec_name"))
                .contains("mjpeg");
        assertThat(scratch.resolve(id.toString())).doesNotExist();
        assertThat(waiting(worker)).doesNotContain(id);
    }

    @Test
    void doesNothingForAnItemThatIsReady() throws Exception {
        ItemId id = parts.stored(worker, mpeg4);
        worker.transcodes().transcode(id, false);
        List<StoredObject> before = worker.get(StoredObjects.class).all(id);

        worker.transcodes().transcode(id, false);
        worker.transcodes().transcode(id, true);

        assertThat(worker.get(StoredObjects.class).all(id)).isEqualTo(before);
    }

    @Test
    void notesTheProblemOfATextFile() throws Exception {
        ItemId id = parts.stored(worker, Files.writeString(directory.resolve("notes.mp4"), "Minutes of the meeting\n"));

        worker.transcodes().transcode(id, false);

        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).contains("no recording");
        assertThat(waiting(worker)).doesNotContain(id);
        assertThat(worker.get(StoredObjects.class).visible(id)).hasSize(1);
        assertThat(scratch.resolve(id.toString())).doesNotExist();
    }

    @Test
    void notesTheProblemOfACutRecording() throws Exception {
        byte[] whole = Files.readAllBytes(mpeg4);
        Path cut = Files.write(directory.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2));
        ItemId id = parts.stored(worker, cut);

        worker.transcodes().transcode(id, false);

        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).startsWith("It cannot be made playable.").doesNotContain(shared.toString());
    }

    @Test
    void triesAgainInANewAttemptOnceTheProblemIsCleared() throws Exception {
        ItemId id = parts.stored(worker, Files.writeString(directory.resolve("notes.mp4"), "Minutes of the meeting\n"));
        worker.transcodes().transcode(id, false);
        worker.get(Items.class).problem(id, null, TEST);
        assertThat(waiting(worker)).contains(id);

        worker.transcodes().transcode(id, false);

        assertThat(item(id).problem()).isNotNull();
    }

    @Test
    void givesUpAfterAsManyFailuresAsAllowed() throws Exception {
        Trap broken = (dying, call, side) -> {
            if (call.equals("ObjectStore.tags")) {
                throw new IllegalStateException("a mistake of ours");
            }
        };
        ItemId id = parts.stored(worker, mpeg4);
        try (Worker unlucky = Worker.start(parts, directory.resolve("scratch"), broken)) {
            unlucky.transcodes().transcode(id, false);
            unlucky.transcodes().transcode(id, false);
            assertThat(item(id).problem()).isNull();
            assertThat(item(id).leaseUntil()).isNull();
            unlucky.transcodes().transcode(id, false);
        }
        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).contains("3 attempts", "error of ours");

        worker.get(Items.class).problem(id, null, TEST);
        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ObjectStore.open", "ObjectStore.tags"})
    void waitsForAStoreThatIsAwayHoweverLong(String asked) throws Exception {
        Trap away = (dying, call, side) -> {
            if (call.equals(asked)) {
                throw new ObjectStoreException(ObjectStoreException.Fault.STORE, "away", null);
            }
        };
        ItemId id = parts.stored(worker, mpeg4);
        try (Worker unlucky = Worker.start(parts, directory.resolve("scratch"), away)) {
            for (int outage = 0; outage < 5; outage++) {
                unlucky.transcodes().transcode(id, false);
            }
        }
        assertThat(item(id).problem()).isNull();
        assertThat(item(id).leaseUntil()).isNull();

        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void goesOnAfterAFailureThatPassed() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        Trap once = (dying, call, side) -> {
            if (call.equals("ObjectStore.put") && failed.compareAndSet(false, true)) {
                throw new ObjectStoreException(ObjectStoreException.Fault.STORE, "away", null);
            }
        };
        ItemId id = parts.stored(worker, mpeg4);
        try (Worker unlucky = Worker.start(parts, directory.resolve("scratch"), once)) {
            unlucky.transcodes().transcode(id, false);
            assertThat(item(id).state()).isEqualTo(ItemState.STORED);
            unlucky.transcodes().transcode(id, false);
        }
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(worker.get(StoredObjects.class).visible(id)).hasSize(7);
        assertThat(worker.get(StoredObjects.class).all(id))
                .filteredOn(object -> object.status() == StoredObject.Status.ANNOUNCED)
                .isEmpty();
    }

    @Test
    void stopsQuietlyWhenItsItemIsDestroyedMeanwhile() throws Exception {
        ItemId id = parts.stored(worker, long4);
        try (Worker busy =
                Worker.start(parts, directory.resolve("scratch"), Trap.NONE, Map.of("tenure.transcode.lease", "3s"))) {
            CompletableFuture<Void> work =
                    Background.run(() -> busy.transcodes().transcode(id, false));
            Until.holds("it encodes", () -> "encode".equals(item(id).progressStage()) && item(id).progress() > 0);
            assertThat(worker.get(Items.class).move(id, ItemState.STORED, ItemState.DESTROYING, TEST, null))
                    .isTrue();
            worker.get(Items.class).destroyKey(id);
            work.get(20, TimeUnit.SECONDS);
        }
        assertThat(item(id).state()).isEqualTo(ItemState.DESTROYING);
        assertThat(item(id).problem()).isNull();
        assertThat(worker.get(StoredObjects.class).visible(id))
                .extracting(StoredObject::role)
                .containsExactly(ObjectRole.SOURCE);
        assertThat(worker.get(StoredObjects.class).all(id)).hasSize(1);
        assertThat(directory.resolve("scratch").resolve(id.toString())).doesNotExist();
    }

    @Test
    void stopsOnDemandAndGoesOnLater() throws Exception {
        ItemId id = parts.stored(worker, long4);
        CompletableFuture<Void> work = Background.run(() -> worker.transcodes().transcode(id, false));
        Until.holds("it encodes", () -> "encode".equals(item(id).progressStage()) && item(id).progress() > 0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.resolve(id.toString()))))
                .isEqualTo("rwx------");

        worker.transcodes().stop(Duration.ofSeconds(20));

        assertThat(work).succeedsWithin(Duration.ofSeconds(5));
        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).isNull();
        assertThat(item(id).leaseUntil()).isNull();
        assertThat(scratch.resolve(id.toString())).doesNotExist();
        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void anInterruptStopsTheJobAndStaysWithTheThread() throws Exception {
        ItemId id = parts.stored(worker, long4);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().start(() -> {
            worker.transcodes().transcode(id, false);
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        Until.holds("it encodes", () -> "encode".equals(item(id).progressStage()) && item(id).progress() > 0);

        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(interrupted).isTrue();
        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).isNull();
        assertThat(item(id).leaseUntil()).isNull();
    }

    @Test
    void twoWorkersDoNothingTwice() throws Exception {
        ItemId id = parts.stored(worker, mpeg4);
        CountDownLatch go = new CountDownLatch(1);
        Set<Worker> encoding = ConcurrentHashMap.newKeySet();
        Trap watch = (one, call, side) -> {
            if (call.equals("StoredObjects.announce")) {
                encoding.add(one);
            }
        };
        try (Worker left = Worker.start(parts, directory.resolve("left"), watch);
                Worker right = Worker.start(parts, directory.resolve("right"), watch)) {
            List<CompletableFuture<Void>> all = Stream.of(left, right, left, right)
                    .map(one -> Background.run(() -> {
                        await(go);
                        one.transcodes().transcode(id, false);
                    }))
                    .toList();
            go.countDown();
            all.forEach(CompletableFuture::join);
        }
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(encoding).hasSize(1);
        assertThat(worker.get(StoredObjects.class).all(id)).hasSize(7);
    }

    @Test
    void sweepsWorkFilesOfItemsThatNeedNoMoreWork() throws Exception {
        Path place = directory.resolve("scratch");
        ItemId ready = parts.stored(worker, mpeg4);
        worker.transcodes().transcode(ready, false);
        ItemId waiting = parts.stored(worker, mpeg4);
        new Scratch(place).of(ready);
        new Scratch(place).of(waiting);

        try (Worker restarted = Worker.start(parts, place)) {
            assertThat(restarted.dead()).isFalse();
        }

        assertThat(place.resolve(ready.toString())).doesNotExist();
        assertThat(place.resolve(waiting.toString())).exists();
        worker.transcodes().transcode(waiting, false);
    }

    private static List<ItemId> waiting(Worker worker) {
        return worker.get(Processings.class).next(Priority.LOW, 100);
    }

    private static Item item(ItemId id) {
        return worker.get(Items.class).find(id).orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
