package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tenure.objectstore.strict.Fault;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.StrictS3;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusExecutor;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The store refuses for a while in the middle of uploads: what was acknowledged stays, and clients go on. */
@ExtendWith(World.Shared.class)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreDownIT {

    private static final int PART = 8 << 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** All that writes bytes. */
    private static final List<Operation> WRITES =
            List.of(Operation.PUT_OBJECT, Operation.CREATE_MULTIPART_UPLOAD, Operation.UPLOAD_PART);

    private final World world;
    private final byte[] source;
    private final StrictS3 store = StrictS3.start();
    private MortalServer server;
    private Http http;
    private Recordings recordings;

    StoreDownIT(World world) {
        this.world = world;
        this.source = Clips.padded(world.clips().playable(), PART + (2 << 20) + 777);
    }

    @BeforeAll
    void start() {
        server = new MortalServer(
                world.directory("store-down"),
                Map.of(
                        "TENURE_S3_ENDPOINT", store.endpoint().toString(),
                        "TENURE_S3_REGION", store.region(),
                        "TENURE_S3_BUCKET", "tenure",
                        "TENURE_S3_ACCESS_KEY", store.accessKey(),
                        "TENURE_S3_SECRET_KEY", store.secretKey()));
        http = server.start("");
        http.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*").expect(200);
        recordings = new Recordings(http, world.clock());
    }

    @AfterEach
    void comesBack() {
        store.faults().clear();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        store.close();
    }

    private void goesDown() {
        WRITES.forEach(operation -> store.faults().always(operation, Fault.UNAVAILABLE));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatWasAcknowledgedStaysAndTheRestIsTakenOnceItIsBack() {
        Http.Answer created =
                recordings.announce(source.length, recordings.described()).expect(201);
        String upload = created.header("Location");
        try (RawPatch patch = new RawPatch(http, upload, 0, source.length).send(source, 0, PART + (1 << 20))) {
            Until.holds("its first part is acknowledged", SOON, () -> recordings.offset(upload) == PART);
            goesDown();
            patch.send(source, PART + (1 << 20), source.length);
            assertThat(patch.status()).isEqualTo(503);
        }
        assertThat(recordings.offset(upload)).isEqualTo(PART);

        byte[] rest = Arrays.copyOfRange(source, PART, source.length);
        Http.Answer refused = recordings.append(upload, PART, rest).problem(503, "store-unavailable");
        assertThat(refused.json().get("remedy").asString()).contains("try again");
        assertThat(recordings.offset(upload)).isEqualTo(PART);
        assertThat(recordings.state(created.header("Tenure-Item"))).isEqualTo("RECEIVING");

        comesBack();
        recordings.append(upload, PART, rest).expect(204);
        assertArrived(created.header("Tenure-Item"));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aClientGoesOnByItself() throws IOException, ProtocolException {
        TusURLMemoryStore remembered = new TusURLMemoryStore();
        TusClient client = new TusClient();
        client.setUploadCreationURL(http.server().resolve(Recordings.UPLOADS).toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + http.token()));
        client.enableResuming(remembered);
        TusUpload upload = new TusUpload();
        upload.setSize(source.length);
        upload.setFingerprint("talk");
        upload.setMetadata(recordings.described());
        AtomicInteger attempts = new AtomicInteger();
        TusExecutor executor = new TusExecutor() {
            @Override
            protected void makeAttempt() throws ProtocolException, IOException {
                int attempt = attempts.incrementAndGet();
                upload.setInputStream(new ByteArrayInputStream(source));
                TusUploader uploader = client.resumeOrCreateUpload(upload);
                uploader.setChunkSize(1 << 20);
                uploader.setRequestPayloadSize(PART);
                if (attempt == 1) {
                    uploader.uploadChunk();
                    goesDown();
                } else if (attempt == 3) {
                    comesBack();
                }
                while (uploader.uploadChunk() > -1) {
                    // The client moves on by itself.
                }
                uploader.finish();
            }
        };
        executor.setDelays(new int[] {100, 100, 100, 100});

        assertThat(executor.makeAttempts()).isTrue();
        assertThat(attempts).hasValue(3);
        String address = remembered.get("talk").getPath();
        assertArrived(recordings.head(address).expect(200).header("Tenure-Item"));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatCameInOnePieceIsTakenOnceItIsBack() {
        byte[] small = world.clips().playable();
        Http.Answer created =
                recordings.announce(small.length, recordings.described()).expect(201);
        String upload = created.header("Location");
        goesDown();
        recordings.append(upload, 0, small).problem(503, "store-unavailable");
        assertThat(recordings.offset(upload)).isZero();

        comesBack();
        recordings.append(upload, 0, small).expect(204);
        assertThat(recordings.state(created.header("Tenure-Item"))).isIn("STORED", "READY");
    }

    /** All bytes are there, and the client may go away. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatIsWholeIsFinishedByItselfOnceTheStoreIsBack() {
        store.faults().always(Operation.COMPLETE_MULTIPART_UPLOAD, Fault.UNAVAILABLE);
        Http.Answer created =
                recordings.announce(source.length, recordings.described()).expect(201);
        String upload = created.header("Location");
        recordings.append(upload, 0, source).problem(503, "store-unavailable");
        assertThat(recordings.offset(upload)).isEqualTo(source.length);
        String item = created.header("Tenure-Item");
        assertThat(recordings.state(item)).isEqualTo("RECEIVING");

        comesBack();
        Until.holds("it is finished", SOON, () -> !recordings.state(item).equals("RECEIVING"));
        assertArrived(item);
    }

    /** An answer has begun and cannot be ended: what was sent is the film's beginning and nothing else, and nobody takes it for the whole. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void anAnswerThatBreaksOffIsNoWholeOne() throws IOException {
        byte[] film = Clips.padded(world.clips().playable(), 48 << 20);
        String item = recordings.handOver(film, recordings.described());
        String content = "/api/v1/items/" + item + "/content";
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        try (InputStream answer = http.stream(content)) {
            came.write(answer.readNBytes(1000));
            store.faults().always(Operation.GET_OBJECT, Fault.UNAVAILABLE);
            assertThatIOException().isThrownBy(() -> answer.transferTo(came));
        }
        assertThat(came.size()).isBetween(1000, film.length - 1);
        assertThat(Arrays.equals(came.toByteArray(), Arrays.copyOf(film, came.size())))
                .isTrue();
        http.get(content).problem(503, "store-unavailable");
    }

    private void assertArrived(String item) {
        assertThat(recordings.state(item)).isIn("STORED", "READY");
        assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
    }
}
