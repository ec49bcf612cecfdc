package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class ReapingIT {

    private static final Actor CLIENT = Actor.token("recorder");

    private final IngestWorld world;
    private final Machine machine;

    ReapingIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @Test
    void terminationLeavesNothing() {
        Upload upload = machine.create(world.aRecording(3L * PART));
        machine.append(upload, 0, Arrays.copyOf(webm(3 * PART), 2 * PART + 500));
        assertThat(terminate(upload)).isEqualTo(new Termination.Done());

        assertGone(upload);
        assertThat(terminate(upload)).isEqualTo(new Termination.Gone());
        assertThat(machine.append(upload, 2 * PART + 500, new byte[1])).isEqualTo(new Appending.Gone());
        assertThat(machine.the(Trail.class).of(upload.account(), upload.item()))
                .extracting(Trail.Entry::action)
                .containsExactly("item.receiving", "item.rejected");
    }

    @Test
    void anUploadIsTerminatedByItsOwnAccountOnly() {
        Upload upload = machine.create(world.aRecording(100));
        assertThat(machine.the(Uploads.class).terminate(world.anAccount(), upload.id(), CLIENT))
                .isEqualTo(new Termination.Unknown());
        assertThat(machine.now(upload).gone()).isFalse();
    }

    @Test
    void keepsWhatIsWhole() throws IOException {
        byte[] content = webm(100);
        Upload upload = machine.create(world.aRecording(100));
        machine.append(upload, 0, content);
        assertThat(terminate(upload)).isInstanceOf(Termination.Kept.class);
        machine.assertStored(upload, content);
    }

    @Test
    void keepsWhatALegalHoldKeeps() {
        Upload upload = machine.create(world.aRecording(100));
        machine.append(upload, 0, webm(10));
        machine.the(Items.class).raiseHold(upload.item());
        assertThat(terminate(upload)).isInstanceOf(Termination.Kept.class);
        expire(upload);
        machine.the(Reaping.class).reap(100);

        assertThat(machine.item(upload).state()).isEqualTo(ItemState.RECEIVING);
        assertThat(machine.the(Items.class).key(upload.item())).isPresent();
        assertThat(machine.versions(upload)).isNotEmpty();
    }

    @Test
    void terminationStopsWhoeverSends() throws InterruptedException, ExecutionException {
        Upload upload = machine.create(world.aRecording(1000));
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                StalledBody stalled = new StalledBody(webm(1000))) {
            Future<Appending> sending = threads.submit(() -> machine.append(upload, 0, 1000, stalled));
            stalled.awaitReader();

            assertThat(terminate(upload)).isEqualTo(new Termination.Done());
            stalled.goOn();
            assertThat(sending.get()).isEqualTo(new Appending.Busy());
        }
        assertGone(upload);
    }

    @Test
    void reapsPageByPageWhatExpiredAndNothingElse() {
        List<Upload> expired = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Upload upload = machine.create(world.aRecording(2L * PART));
            machine.append(upload, 0, Arrays.copyOf(webm(2 * PART), i % 2 == 0 ? 100 : PART + 100));
            expired.add(upload);
        }
        Upload partial = ((Creation.Created) machine.the(Uploads.class).createPartial(world.account(), 30)).upload();
        machine.append(partial, 0, webm(30));
        expired.add(partial);
        Upload living = machine.create(world.aRecording(100));
        machine.append(living, 0, webm(10));
        expired.forEach(this::expire);
        machine.the(Items.class).destroyKey(expired.get(2).item());

        machine.the(Reaping.class).reap(2);

        for (Upload upload : expired) {
            assertThat(machine.now(upload).status()).isEqualTo(Upload.Status.GIVEN_UP);
            assertThat(machine.versions(upload)).isEmpty();
        }
        assertThat(machine.append(living, 10, webm(10))).isEqualTo(new Appending.Stored(20, false));
    }

    @Test
    void doesNotReapWhatIsBeingSent() throws InterruptedException, ExecutionException, IOException {
        byte[] content = webm(1000);
        Upload upload = machine.create(world.aRecording(1000));
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                StalledBody stalled = new StalledBody(content)) {
            Future<Appending> sending = threads.submit(() -> machine.append(upload, 0, 1000, stalled));
            stalled.awaitReader();
            expire(upload);
            machine.the(Reaping.class).reap(100);
            stalled.goOn();
            assertThat(sending.get()).isEqualTo(new Appending.Stored(1000, true));
        }
        machine.assertStored(upload, content);
    }

    /** Whatever step it dies at: lost is nothing but time. */
    @Test
    void goesOnWhereAMachineDied() {
        for (int fatal = 1; fatal <= 2; fatal++) {
            Upload upload = machine.create(world.aRecording(2L * PART));
            machine.append(upload, 0, Arrays.copyOf(webm(2 * PART), PART + 100));
            expire(upload);
            CrashingStore crashing = new CrashingStore(world.store(), fatal, fatal == 1);
            try (Machine doomed = world.boot(crashing.asStore())) {
                doomed.the(Reaping.class).reap(100);
            } catch (CrashingStore.Crash crash) {
                // Dead.
            }
            assertThat(crashing.diedAt()).isNotNull();
            machine.the(Reaping.class).reap(100);
            assertGone(upload);
        }
    }

    @Test
    void looksASecondTimeBeforeItBelieves() {
        Upload upload = machine.create(world.aRecording(100));
        machine.append(upload, 0, webm(10));
        terminate(upload);
        // What a machine that lost its lock had on the way.
        machine.the(ObjectStore.class)
                .put(
                        StoredObject.prefixOf(upload.account(), upload.item()).key("source/1/tail-10"),
                        new byte[9],
                        "application/octet-stream",
                        upload.tags());
        machine.the(Reaping.class).reap(100);
        assertThat(machine.versions(upload)).as("too early to look").hasSize(1);
        machine.the(JdbcClient.class)
                .sql("UPDATE upload SET swept_at = swept_at - interval '16 minutes' WHERE id = :id")
                .param("id", upload.id().value())
                .update();
        machine.the(Reaping.class).reap(100);

        assertGone(upload);
        assertThat(machine.source(upload).status()).isEqualTo(StoredObject.Status.GONE);
        assertThat(machine.the(JdbcGivenUp.class).waiting(null, java.time.Duration.ZERO, 1000))
                .extracting(Upload::id)
                .doesNotContain(upload.id());
    }

    private Termination terminate(Upload upload) {
        return machine.the(Uploads.class).terminate(upload.account(), upload.id(), CLIENT);
    }

    private void expire(Upload upload) {
        machine.the(JdbcClient.class)
                .sql("UPDATE upload SET expires_at = clock_timestamp() - interval '1 second' WHERE id = :id")
                .param("id", upload.id().value())
                .update();
    }

    private void assertGone(Upload upload) {
        assertThat(machine.now(upload).status()).isEqualTo(Upload.Status.GIVEN_UP);
        assertThat(machine.item(upload).state()).isEqualTo(ItemState.REJECTED);
        assertThat(machine.the(Items.class).key(upload.item())).isEmpty();
        assertThat(machine.versions(upload)).isEmpty();
        assertThat(machine.the(ObjectStore.class).listUploads(StoredObject.prefixOf(upload.account(), upload.item())))
                .isEmpty();
    }
}
