package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.catalog.processing.Remake;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.transcode.RealMedia;
import dev.tenure.transcode.job.Steering.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SteeringIT {

    /** What is made of the clip. */
    private static final Set<String> MADE =
            Set.of("video.mp4", "index.m3u8", "poster.jpg", "audio.m4a", "storyboard1.jpg", "storyboard.vtt");

    private static final Actor HOST = Actor.token("host");

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Parts parts;
    private static Worker worker;
    private static Path clip;
    private static Path film;

    @BeforeAll
    static void start() throws Exception {
        parts = new Parts(shared.resolve("data"));
        worker = Worker.start(
                parts, shared.resolve("scratch"), Trap.NONE, Map.of("tenure.transcode.keep-replaced", "0s"));
        clip = RealMedia.clip(shared.resolve("clip.mp4"));
        film = RealMedia.film(shared.resolve("film.mp4"));
    }

    @AfterAll
    static void stop() {
        worker.close();
        parts.close();
    }

    @Test
    void aCancelEndsTheWorkOfAnotherMachineWithinSecondsAndNothingStartsItAgain() throws Exception {
        ItemId id = parts.stored(worker, film);
        try (Worker other = Worker.start(parts, directory.resolve("scratch"))) {
            CompletableFuture<Void> work =
                    Background.run(() -> other.transcodes().transcode(id, false));
            Until.holds(
                    "it encodes, and says when that ends",
                    () -> processing(id).run().readyAt() != null);
            assertThat(processing(id).phase()).isEqualTo(Phase.RUNNING);

            assertThat(steering().cancel(id, Expected.ANY, HOST)).isEqualTo(new Outcome.Done());

            work.get(10, TimeUnit.SECONDS);
            assertThat(directory.resolve("scratch").resolve(id.toString())).doesNotExist();
            other.transcodes().transcode(id, false);
        }
        assertThat(item(id).state()).isEqualTo(ItemState.STORED);
        assertThat(item(id).problem()).contains("cancelled by token:host");
        assertThat(item(id).leaseUntil()).isNull();
        assertThat(processing(id).phase()).isEqualTo(Phase.CANCELLED);
        assertThat(next()).doesNotContain(id);
        assertThat(names(id)).containsExactly("source.bin");
        assertThat(steering().cancel(id, Expected.ANY, HOST)).as("again").isEqualTo(new Outcome.Done());
        assertThat(actions(id)).filteredOn("item.processing_cancelled"::equals).hasSize(1);
    }

    @Test
    void aRetryAfterACancelIsANewAttempt() throws Exception {
        ItemId id = parts.stored(worker, clip);
        steering().cancel(id, Expected.ANY, HOST);

        assertThat(steering().retry(id, null, Expected.ANY, HOST)).isEqualTo(new Outcome.Done());

        assertThat(next()).contains(id);
        assertThat(item(id).problem()).isNull();
        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(processing(id).phase()).isEqualTo(Phase.DONE);
        assertThat(processing(id).tries().attempts()).isEqualTo(1);
        assertThat(actions(id)).contains("item.processing_cancelled", "item.processing_retried", "item.ready");
    }

    @Test
    void whatIsReadyIsServedUntilTheNewIsThereAndThenDeleted() throws Exception {
        ItemId id = ready();
        Set<ObjectId> before = ids(id);
        List<Set<String>> seen = new ArrayList<>();
        Trap looking = (one, call, side) -> {
            if (call.equals("StoredObjects.complete") && side == Trap.Side.AFTER) {
                seen.add(Set.copyOf(names(id)));
            }
        };
        long revision = item(id).revision();

        assertThat(steering().retry(id, null, new Expected(Set.of(revision)), HOST))
                .isEqualTo(new Outcome.Done());
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(item(id).revision()).isGreaterThan(revision);
        assertThat(next()).contains(id);
        try (Worker other = Worker.start(parts, directory.resolve("scratch"), looking)) {
            other.transcodes().transcode(id, false);
        }

        assertThat(seen).hasSize(MADE.size()).allMatch(all -> all.containsAll(MADE) && all.size() == MADE.size() + 1);
        assertThat(ids(id)).hasSize(MADE.size() + 1);
        Set<ObjectId> kept = ids(id).stream().filter(before::contains).collect(Collectors.toSet());
        assertThat(kept).as("the source alone").hasSize(1);
        assertThat(processing(id).phase()).isEqualTo(Phase.DONE);
        assertThat(actions(id)).contains("item.processing_retried", "item.remade");
        worker.get(Replaced.class).delete(100);
        KeyPrefix place = StoredObject.prefixOf(item(id).account(), id);
        assertThat(worker.get(ObjectStore.class).listVersions(place)).hasSize(MADE.size() + 1);
        assertThat(worker.get(StoredObjects.class).all(id))
                .filteredOn(object -> object.status() == StoredObject.Status.GONE)
                .hasSize(MADE.size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Remake.class,
            names = {"POSTER", "PLAYLIST"})
    void onePartIsMadeAnewWithoutEncodingTheRest(Remake part) throws Exception {
        ItemId id = ready();
        Map<String, ObjectId> before = byName(id);

        steering().retry(id, part, Expected.ANY, HOST);
        worker.transcodes().transcode(id, false);

        String made = part == Remake.POSTER ? "poster.jpg" : "index.m3u8";
        Map<String, ObjectId> after = byName(id);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.get(made)).isNotEqualTo(before.get(made));
        before.remove(made);
        assertThat(after).containsAllEntriesOf(before);
        assertThat(processing(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void aRemakeThatFailsLeavesWhatThereWas() throws Exception {
        ItemId id = ready();
        Map<String, ObjectId> before = byName(id);
        Trap broken = (one, call, side) -> {
            if (call.equals("ObjectStore.tags")) {
                throw new IllegalStateException("a mistake of ours");
            }
        };
        steering().retry(id, null, Expected.ANY, HOST);

        try (Worker unlucky = Worker.start(parts, directory.resolve("scratch"), broken)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                unlucky.transcodes().transcode(id, false);
            }
        }

        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(item(id).problem()).contains("made anew in 3 attempts", "What there was is kept");
        assertThat(byName(id)).isEqualTo(before);
        assertThat(processing(id).phase()).isEqualTo(Phase.PARKED);
        steering().retry(id, Remake.POSTER, Expected.ANY, HOST);
        worker.transcodes().transcode(id, false);
        assertThat(item(id).problem()).isNull();
        assertThat(processing(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void aCancelledRemakeLeavesItReady() throws Exception {
        ItemId id = ready();
        Map<String, ObjectId> before = byName(id);
        steering().retry(id, null, Expected.ANY, HOST);

        assertThat(steering().cancel(id, Expected.ANY, HOST)).isEqualTo(new Outcome.Done());

        worker.transcodes().transcode(id, false);
        assertThat(item(id).problem()).isNull();
        assertThat(byName(id)).isEqualTo(before);
        assertThat(processing(id).phase()).isEqualTo(Phase.DONE);
        assertThat(processing(id).run().fraction()).isEqualTo(1);
    }

    @Test
    void whatFailedRestsAcrossARestartUntilSomebodyHurriesIt() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        Trap once = (one, call, side) -> {
            if (call.equals("ObjectStore.put") && failed.compareAndSet(false, true)) {
                throw new ObjectStoreException(ObjectStoreException.Fault.STORE, "away", null);
            }
        };
        ItemId id = parts.stored(worker, clip);
        try (Worker unlucky = Worker.start(parts, directory.resolve("scratch"), once)) {
            unlucky.transcodes().transcode(id, false);
        }
        Processing resting = processing(id);
        assertThat(resting.phase()).isEqualTo(Phase.WAITING);
        assertThat(resting.tries().failures())
                .as("an outage is no failure of the recording")
                .isZero();
        assertThat(resting.tries().last()).isNotNull();
        assertThat(next()).doesNotContain(id);
        Turns.Wait wait = wait(worker, id);
        assertThat(wait.until()).isEqualTo(resting.tries().notBefore());
        assertThat(wait.place()).isNull();

        steering().retry(id, null, Expected.ANY, HOST);

        assertThat(next()).contains(id);
        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        assertThat(processing(id).tries().attempts())
                .as("it went on where it was")
                .isEqualTo(1);
    }

    @Test
    void whatTheToolSaidIsKeptOfARecordingThatIsParkedAtOnce() throws Exception {
        // Its chunks are in order, but none says what the samples are: only the tool finds that.
        byte[] samples = Arrays.copyOf("RIFF\0\20\0\0WAVEdata\364\17\0\0".getBytes(StandardCharsets.ISO_8859_1), 4104);
        ItemId id = parts.stored(worker, Files.write(directory.resolve("silent.wav"), samples));

        worker.transcodes().transcode(id, false);

        Processing parked = processing(id);
        assertThat(parked.phase()).isEqualTo(Phase.PARKED);
        assertThat(parked.tries().attempts()).isEqualTo(1);
        assertThat(Objects.requireNonNull(parked.tries().last()).failure().lastLines())
                .isNotBlank()
                .doesNotContain(shared.toString(), id.toString());
    }

    @Test
    void progressNeverFallsWhenAnAttemptIsCarriedOn() throws Exception {
        ItemId id = parts.stored(worker, film);
        CompletableFuture<Void> work = Background.run(() -> worker.transcodes().transcode(id, false));
        Until.holds("it encodes", () -> processing(id).run().fraction() > 0.1);
        worker.transcodes().stop(Duration.ofSeconds(20));
        work.get(10, TimeUnit.SECONDS);
        double reached = processing(id).run().fraction();

        CompletableFuture<Void> again = Background.run(() -> worker.transcodes().transcode(id, false));
        List<Double> seen = new ArrayList<>(List.of(reached));
        while (!again.isDone()) {
            seen.add(processing(id).run().fraction());
        }

        again.get(1, TimeUnit.SECONDS);
        assertThat(seen).isSorted();
        assertThat(processing(id).run().fraction()).isEqualTo(1);
        assertThat(processing(id).tries().attempts()).isEqualTo(1);
    }

    @Test
    void aMachineTakesNoMoreThanItHasPlacesFor() throws Exception {
        ItemId busy = parts.stored(worker, film);
        ItemId waiting = parts.stored(worker, clip);
        steering().prioritise(busy, Priority.HIGH, Expected.ANY, HOST);
        try (Worker small = Worker.start(
                parts, directory.resolve("scratch"), Trap.NONE, Map.of("tenure.transcode.cpu.encodes", "1"))) {
            Turns turns = small.get(Turns.class);
            CompletableFuture<Void> work = Background.run(() -> turns.take(busy, false));
            Until.holds("it runs", () -> processing(busy).phase() == Phase.RUNNING);

            assertThat(turns.take(waiting, false)).isFalse();

            steering().cancel(busy, Expected.ANY, HOST);
            work.get(10, TimeUnit.SECONDS);
            steering().prioritise(waiting, Priority.HIGH, Expected.ANY, HOST);
            assertThat(turns.take(waiting, false)).isTrue();
        }
        assertThat(item(waiting).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void quietHoursLetNothingButHighBegin() throws Exception {
        ItemId id = parts.stored(worker, clip);
        // All day but one minute that lies hours away.
        LocalTime hole = LocalTime.ofInstant(worker.get(InstantSource.class).instant(), ZoneOffset.UTC)
                .plusHours(12)
                .truncatedTo(ChronoUnit.MINUTES);
        Map<String, String> quiet = Map.of("tenure.transcode.quiet.hours", hole.plusMinutes(1) + "-" + hole);
        try (Worker still = Worker.start(parts, directory.resolve("scratch"), Trap.NONE, quiet)) {
            Turns turns = still.get(Turns.class);
            assertThat(turns.take(id, false)).isFalse();
            assertThat(wait(still, id).until()).isNotNull();

            steering().prioritise(id, Priority.HIGH, Expected.ANY, HOST);

            assertThat(wait(still, id).until()).isNull();
            assertThat(turns.take(id, false)).isTrue();
        }
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void aWishForWhatSomebodyElseChangedMeanwhileIsRefused() throws Exception {
        ItemId id = parts.stored(worker, clip);
        Expected seen = new Expected(Set.of(item(id).revision()));
        steering().prioritise(id, Priority.LOW, seen, HOST);

        assertThat(steering().cancel(id, seen, HOST)).isEqualTo(new Outcome.Outdated());
        assertThat(steering().retry(id, null, seen, HOST)).isEqualTo(new Outcome.Outdated());
        assertThat(steering().prioritise(id, Priority.HIGH, seen, HOST)).isEqualTo(new Outcome.Outdated());
        assertThat(processing(id).priority()).isEqualTo(Priority.LOW);
        assertThat(steering().retry(id, Remake.POSTER, Expected.ANY, HOST)).isInstanceOf(Outcome.Impossible.class);
        worker.transcodes().transcode(id, false);
        assertThat(steering().cancel(id, Expected.ANY, HOST)).isInstanceOf(Outcome.Impossible.class);
    }

    private ItemId ready() throws IOException {
        ItemId id = parts.stored(worker, clip);
        worker.transcodes().transcode(id, false);
        assertThat(item(id).state()).isEqualTo(ItemState.READY);
        return id;
    }

    private static Steering steering() {
        return worker.get(Steering.class);
    }

    private static Turns.Wait wait(Worker one, ItemId id) {
        return Objects.requireNonNull(
                one.get(Turns.class).waits(List.of(processing(id))).get(id));
    }

    private static List<ItemId> next() {
        return worker.get(Processings.class).next(Priority.LOW, 100);
    }

    private static Processing processing(ItemId id) {
        return worker.get(Processings.class).find(id).orElseThrow();
    }

    private static Item item(ItemId id) {
        return worker.get(Items.class).find(id).orElseThrow();
    }

    private static List<String> names(ItemId id) {
        return worker.get(StoredObjects.class).visible(id).stream()
                .map(StoredObject::name)
                .toList();
    }

    private static Set<ObjectId> ids(ItemId id) {
        return Set.copyOf(byName(id).values());
    }

    private static Map<String, ObjectId> byName(ItemId id) {
        return worker.get(StoredObjects.class).visible(id).stream()
                .collect(Collectors.toMap(StoredObject::name, StoredObject::id));
    }

    private static List<String> actions(ItemId id) {
        return worker.get(Trail.class).of(item(id).account(), id).stream()
                .map(Trail.Entry::action)
                .toList();
    }
}
