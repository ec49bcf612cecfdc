package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.app.whole.NodeUpload.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The clients that browsers and recorders use, as their authors made them: tus-js-client and Uppy, against a running server. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TusClientsIT {

    private static final int CHUNK = 5 << 20;

    private final World world;
    private final Recordings recordings;
    private final byte[] source;
    private final Path file;

    TusClientsIT(World world) throws IOException {
        this.world = world;
        recordings = world.recordings();
        source = Clips.padded(world.clips().playable(), (18 << 20) + 12_345);
        file = Files.write(world.directory("clients").resolve("talk.mp4"), source);
    }

    @BeforeAll
    static void installed() {
        NodePrograms.installed();
    }

    private Task task() {
        return new Task(world.owner(), file, recordings.described()).option("chunkSize", CHUNK);
    }

    private Task unlimited() {
        return new Task(world.owner(), file, recordings.described());
    }

    @Test
    void sendsInManyRequests() {
        try (NodeUpload upload = task().start()) {
            assertArrived(upload.await("success"));
            assertThat(upload.count("chunk")).isEqualTo(4);
        }
    }

    @Test
    void sendsInOneRequest() {
        try (NodeUpload upload = unlimited().start()) {
            assertArrived(upload.await("success"));
            assertThat(upload.count("chunk")).isEqualTo(1);
        }
    }

    @Test
    void sendsWithTheWish() {
        try (NodeUpload upload = task().option("uploadDataDuringCreation", true).start()) {
            assertArrived(upload.await("success"));
        }
    }

    @Test
    void sendsWhatHasNoLengthYet() {
        try (NodeUpload upload =
                task().with("piped", true).option("uploadLengthDeferred", true).start()) {
            assertArrived(upload.await("success"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsOverSeveralLines(boolean whole) {
        try (NodeUpload upload =
                (whole ? unlimited() : task()).option("parallelUploads", 3).start()) {
            assertArrived(upload.await("success"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void goesOnInAnotherProcess(int lines) throws IOException {
        Path urls = world.directory("urls").resolve("uploads.json");
        Map<String, String> words = recordings.described();
        String stopped;
        try (NodeUpload first = new Task(world.owner(), file, words)
                .option("chunkSize", 3 << 20)
                .option("parallelUploads", lines)
                .with("urls", urls.toString())
                .with("stopAfterChunks", 2)
                .start()) {
            stopped = first.await("stopped").path("url").asString("");
        }
        try (NodeUpload second = new Task(world.owner(), file, words)
                .option("chunkSize", 3 << 20)
                .option("parallelUploads", lines)
                .with("urls", urls.toString())
                .with("resume", true)
                .start()) {
            JsonNode found = second.await("found");
            if (lines == 1) {
                assertThat(found.get("url").asString()).isEqualTo(stopped);
            } else {
                assertThat(found.get("parts")).hasSize(lines);
            }
            assertArrived(second.await("success"));
            assertThat(second.count("chunk")).isLessThan(7);
        }
    }

    @Test
    void givesUp() {
        try (NodeUpload upload =
                task().with("stopAfterChunks", 2).with("terminate", true).start()) {
            String address = path(upload.await("stopped"));
            recordings.head(address).expect(410);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tus", "uppy"})
    void saysWhyItMayNot(String client) {
        Http wrong = new Http(world.owner().server(), "wrong");
        try (NodeUpload upload = new Task(wrong, file, recordings.described())
                .with("client", client)
                .start()) {
            JsonNode error = upload.await("error");
            assertThat(error.get("message").asString())
                    .contains("401", "urn:tenure:problem:")
                    .contains(detailOfWrongToken());
        }
    }

    /** What the same request is answered to us. */
    private String detailOfWrongToken() {
        return new Http(world.owner().server(), "wrong")
                .send("POST", Recordings.UPLOADS, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0")
                .expect(401)
                .detail();
    }

    @Test
    void uppySendsInManyRequests() {
        try (NodeUpload upload = task().with("client", "uppy").start()) {
            assertArrived(upload.await("success"));
            assertThat(upload.count("request")).as("one POST and four PATCHes").isEqualTo(5);
        }
    }

    @Test
    void uppyPausesAndGoesOn() {
        try (NodeUpload upload =
                task().with("client", "uppy").with("pauseAfter", CHUNK).start()) {
            upload.await("paused");
            assertArrived(upload.await("success"));
        }
    }

    @Test
    void uppyGivesUp() {
        try (NodeUpload upload = task().with("client", "uppy")
                .with("pauseAfter", CHUNK)
                .with("terminate", true)
                .start()) {
            String address = path(upload.await("stopped"));
            Until.holds(
                    "the upload is given up",
                    Duration.ofSeconds(20),
                    () -> recordings.head(address).status() == 410);
        }
    }

    private void assertArrived(JsonNode success) {
        assertArrived(recordings, path(success), source);
    }

    private static String path(JsonNode told) {
        return URI.create(told.get("url").asString()).getPath();
    }

    /** The item of the upload is stored, has the hash of what was sent, and gives it back. */
    static void assertArrived(Recordings recordings, String address, byte[] source) {
        String item = recordings.head(address).expect(200).header("Tenure-Item");
        Until.holds(
                "it is stored",
                Duration.ofSeconds(60),
                () -> !recordings.state(item).equals("RECEIVING"));
        JsonNode now = recordings.item(item);
        assertThat(now.get("state").asString()).as("%s", now.path("problem")).isIn("STORED", "READY");
        String hash = "";
        for (JsonNode object : now.get("objects")) {
            if (object.get("name").asString().equals("source")) {
                hash = object.get("sha256").asString();
            }
        }
        assertThat(hash).isEqualTo(sha256(source));
        assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
