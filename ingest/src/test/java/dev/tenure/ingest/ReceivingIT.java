package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class ReceivingIT {

    private final IngestWorld world;
    private final Machine machine;

    ReceivingIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void putsArbitraryPortionsTogether(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = webm(2 * PART + random.nextInt(PART));
        Upload upload = machine.create(world.aRecording(content.length));
        int offset = 0;
        while (offset < content.length) {
            int length = Math.min(content.length - offset, 1 + random.nextInt(seed == 1 ? PART * 2 : PART / 2));
            long announced = random.nextBoolean() ? length : -1;
            Appending outcome = machine.append(upload, offset, announced, FailingBody.whole(content, offset, length));
            offset += length;
            assertThat(outcome).isEqualTo(new Appending.Stored(offset, offset == content.length));
            assertThat(machine.now(upload).storedBytes()).isEqualTo(offset);
        }

        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000, PART - 1, PART, PART + 1, PART + 99})
    void keepsWhatCameBeforeTheConnectionBrokeAndResumesAfterARestart(int cut) throws IOException {
        byte[] content = webm(PART + 100);
        Upload upload = machine.create(world.aRecording(content.length));

        Appending outcome = machine.append(upload, 0, content.length, FailingBody.brokenOff(content, 0, cut));
        assertThat(outcome).isInstanceOfSatisfying(Appending.CutOff.class, cutOff -> {
            assertThat(cutOff.offset()).isEqualTo(cut);
            assertThat(cutOff.cause()).hasMessage("connection reset");
        });
        assertThat(machine.now(upload).storedBytes()).isEqualTo(cut);

        try (Machine restarted = world.boot()) {
            assertThat(restarted.append(upload, cut, Arrays.copyOfRange(content, cut, content.length)))
                    .isEqualTo(new Appending.Stored(content.length, true));
            restarted.assertStored(upload, content);
            restarted.assertNothingElseLeft(upload);
        }
    }

    @Test
    void continuesATailThatGrowsByteByByte() throws IOException {
        byte[] content = webm(20);
        Upload upload = machine.create(world.aRecording(20));
        for (int i = 0; i < 20; i++) {
            assertThat(machine.append(upload, i, new byte[] {content[i]}))
                    .isEqualTo(new Appending.Stored(i + 1, i == 19));
        }

        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
    }

    @Test
    void ignoresABreakBehindTheLastByte() throws IOException {
        byte[] content = webm(3000);
        Upload upload = machine.create(world.aRecording(3000));

        assertThat(machine.append(upload, 0, 3000, FailingBody.brokenOff(content, 0, 3000)))
                .isEqualTo(new Appending.Stored(3000, true));
        machine.assertStored(upload, content);
    }

    @Test
    void takesAnEmptyPortion() {
        Upload upload = machine.create(world.aRecording(100));

        assertThat(machine.append(upload, 0, new byte[0])).isEqualTo(new Appending.Stored(0, false));
        assertThat(machine.versions(upload)).isEmpty();
    }

    @Test
    void readsNothingAtAWrongOffset() {
        Upload upload = machine.create(world.aRecording(100));
        machine.append(upload, 0, webm(10));
        InputStream untouched = FailingBody.brokenOff(new byte[0], 0, 0);

        for (long offset : new long[] {0, 9, 11, 100, 101, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(machine.append(upload, offset, 5, untouched)).isEqualTo(new Appending.WrongOffset(10));
        }
    }

    @Test
    void refusesMoreThanWasAnnounced() throws IOException {
        Upload upload = machine.create(world.aRecording(100));
        for (long announced : new long[] {101, Long.MAX_VALUE}) {
            assertThat(machine.append(upload, 0, announced, FailingBody.whole(webm(101), 0, 101)))
                    .isEqualTo(new Appending.TooLong(100));
        }
        assertThat(machine.now(upload).storedBytes()).isZero();
        machine.append(upload, 0, webm(10));
        assertThat(machine.append(upload, 10, 91, FailingBody.whole(new byte[91], 0, 91)))
                .isEqualTo(new Appending.TooLong(100));
        assertThat(machine.now(upload).storedBytes()).isEqualTo(10);
    }

    @Test
    void keepsNoByteBeyondTheLengthWhenNobodySaidHowManyWouldCome() throws IOException {
        byte[] content = webm(100);
        Upload upload = machine.create(world.aRecording(100));
        byte[] more = Arrays.copyOf(content, 150);

        assertThat(machine.append(upload, 0, -1, FailingBody.whole(more, 0, 150)))
                .isEqualTo(new Appending.TooLong(100));
        assertThat(machine.now(upload).storedBytes()).isEqualTo(100);
        assertThat(machine.the(Finishing.class).finishPending(100)).isZero();
        machine.assertStored(upload, content);
    }

    @Test
    void takesOneRequestOfAnUploadAtATimeAcrossMachines() throws IOException, InterruptedException, ExecutionException {
        byte[] content = webm(1000);
        Upload upload = machine.create(world.aRecording(1000));
        try (Machine other = world.boot();
                ExecutorService threads = Executors.newSingleThreadExecutor();
                StalledBody stalled = new StalledBody(content)) {
            Future<Appending> first = threads.submit(() -> machine.append(upload, 0, 1000, stalled));
            stalled.awaitReader();

            assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Busy());
            assertThat(other.append(upload, 0, content)).isEqualTo(new Appending.Busy());
            Upload another = machine.create(world.aRecording(1000));
            assertThat(other.append(another, 0, content)).isEqualTo(new Appending.Stored(1000, true));

            stalled.goOn();
            assertThat(first.get()).isEqualTo(new Appending.Stored(1000, true));
            assertThat(other.append(upload, 1000, new byte[0])).isEqualTo(new Appending.Stored(1000, true));
        }
        machine.assertStored(upload, content);
    }

    @Test
    void letsAnotherMachineGoOnOnceTheConnectionOfTheFirstIsGone()
            throws IOException, InterruptedException, ExecutionException {
        byte[] content = webm(1000);
        Upload upload = machine.create(world.aRecording(1000));
        try (Machine doomed = world.boot();
                ExecutorService threads = Executors.newSingleThreadExecutor();
                StalledBody stalled = new StalledBody(new byte[1000])) {
            Future<Appending> zombie = threads.submit(() -> doomed.append(upload, 0, 1000, stalled));
            stalled.awaitReader();
            assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Busy());

            killLockHolders();
            assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Stored(1000, true));

            stalled.goOn();
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        try {
                            zombie.get();
                        } catch (ExecutionException e) {
                            throw e.getCause();
                        }
                    })
                    .withMessageContaining("taken over");
            assertThat(doomed.append(upload, 1000, new byte[0]))
                    .as("takes a new connection")
                    .isEqualTo(new Appending.Stored(1000, true));
        }
        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
    }

    private void killLockHolders() {
        machine.the(JdbcClient.class)
                .sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND granted")
                .query(Boolean.class)
                .list();
    }
}
