package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request whose connection died, and which does not know it yet. */
@ExtendWith(IngestWorld.Shared.class)
class TakeoverIT {

    private final IngestWorld world;

    TakeoverIT(IngestWorld world) {
        this.world = world;
    }

    /** Whatever of the first one's bytes was acknowledged counts; what it learns after that changes nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300, PART + 300})
    void aSilentRequestIsPutAside(int came) throws IOException, InterruptedException, ExecutionException {
        byte[] content = webm(2 * PART);
        try (Machine machine = world.boot(world.store(), Map.of("tenure.ingest.takeover-after", "1ms"));
                ExecutorService threads = Executors.newSingleThreadExecutor();
                StalledBody stalled = new StalledBody(new byte[PART])) {
            Upload upload = machine.create(world.aRecording(content.length));
            InputStream first = new SequenceInputStream(new ByteArrayInputStream(content, 0, came), stalled);
            Future<Appending> dead = threads.submit(() -> machine.append(upload, 0, content.length, first));
            stalled.awaitReader();
            Until.holds(() -> machine.now(upload).storedBytes() == (came >= PART ? PART : 0));

            int from = (int) machine.now(upload).storedBytes();
            Until.holds(() -> machine.append(upload, from, Arrays.copyOfRange(content, from, content.length))
                    .equals(new Appending.Stored(content.length, true)));

            stalled.goOn();
            assertThat(dead.get()).isEqualTo(new Appending.Busy());
            machine.assertStored(upload, content);
            machine.assertNothingElseLeft(upload);
        }
    }

    @Test
    void whoeverStillSendsKeepsItsPlace() throws IOException, InterruptedException, ExecutionException {
        byte[] content = webm(1000);
        try (Machine machine = world.boot(world.store(), Map.of("tenure.ingest.takeover-after", "1h"));
                ExecutorService threads = Executors.newSingleThreadExecutor();
                StalledBody stalled = new StalledBody(content)) {
            Upload upload = machine.create(world.aRecording(1000));
            Future<Appending> sending = threads.submit(() -> machine.append(upload, 0, 1000, stalled));
            stalled.awaitReader();
            assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Busy());
            stalled.goOn();
            assertThat(sending.get()).isEqualTo(new Appending.Stored(1000, true));
        }
    }
}
