package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However little memory there is, and whoever holds it: everything arrives. */
@ExtendWith(IngestWorld.Shared.class)
class MemoryIT {

    private final IngestWorld world;

    MemoryIT(IngestWorld world) {
        this.world = world;
    }

    @ParameterizedTest
    @CsvSource({"0MB, 0MB", "1MB, 1MB", "8MB, 17MB", "64MB, 34MB"})
    void manyAtOnceArriveInALittleMemory(String each, String total)
            throws IOException, InterruptedException, ExecutionException {
        byte[] content = webm(2 * PART + 777);
        try (Machine machine = world.boot(
                        world.store(), Map.of("tenure.transfers.per-transfer", each, "tenure.transfers.total", total));
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Upload> uploads = new ArrayList<>();
            List<Future<Appending>> outcomes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Upload upload = machine.create(world.aRecording(content.length));
                uploads.add(upload);
                outcomes.add(threads.submit(
                        () -> machine.append(upload, 0, -1, FailingBody.whole(content, 0, content.length))));
            }
            for (Future<Appending> outcome : outcomes) {
                assertThat(outcome.get()).isEqualTo(new Appending.Stored(content.length, true));
            }
            for (Upload upload : uploads) {
                machine.assertStored(upload, content);
                machine.assertNothingElseLeft(upload);
            }
        }
    }

    /** Who stalls has brought more than a little, and keeps it; the others need not wait for it. */
    @Test
    void theIdleHoldLittle() throws IOException, InterruptedException, ExecutionException {
        byte[] content = webm(PART + 1000);
        try (Machine machine = world.boot(
                        world.store(),
                        Map.of("tenure.transfers.per-transfer", "64MB", "tenure.transfers.total", "40MB"));
                ExecutorService threads = Executors.newFixedThreadPool(41)) {
            List<StalledBody> stalled = new ArrayList<>();
            List<Future<Appending>> idle = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Upload upload = machine.create(world.aRecording(content.length));
                StalledBody body = new StalledBody(new byte[0]);
                stalled.add(body);
                idle.add(threads.submit(() -> machine.append(
                        upload, 0, -1, new SequenceInputStream(new ByteArrayInputStream(content, 0, 20_000), body))));
            }
            for (StalledBody body : stalled) {
                body.awaitReader();
            }
            Upload upload = machine.create(world.aRecording(content.length));
            assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Stored(content.length, true));
            machine.assertStored(upload, content);
            stalled.forEach(StalledBody::close);
            for (Future<Appending> one : idle) {
                assertThat(one.get()).isEqualTo(new Appending.Stored(20_000, false));
            }
        }
    }
}
