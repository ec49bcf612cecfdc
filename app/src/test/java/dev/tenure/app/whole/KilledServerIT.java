package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.app.whole.NodeUpload.Task;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Clients whose server is killed while they send, and comes back at the same address on the same data: they end as if nothing had been. */
@ExtendWith(World.Shared.class)
@Isolated("nobody may take the port that its server is to have again")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServerIT {

    private static final int PART = 8 << 20;
    private static final int CHUNK = 5 << 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world;
    private final byte[] source;
    private final Path file;
    private LastingParts parts;
    private MortalServer server;
    private Http http;

    KilledServerIT(World world) throws IOException {
        this.world = world;
        source = Clips.padded(world.clips().playable(), (20 << 20) + 777);
        file = Files.write(world.directory("killed").resolve("talk.mp4"), source);
    }

    @BeforeAll
    void start() throws SQLException {
        NodePrograms.installed();
        parts = new LastingParts(world.directory("killed"));
        server = new MortalServer(
                world.directory("killed"), parts.share("killed").environment());
        http = server.startWhereItWas();
        http.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*").expect(200);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (parts != null) {
            parts.close();
        }
    }

    private Task task() {
        return new Task(http, file, recordings().described()).option("retryDelays", Collections.nCopies(200, 300));
    }

    private Recordings recordings() {
        return new Recordings(http, world.clock());
    }

    /** All of them lose the same server: one in the middle of a request, the others between two. */
    @Test
    void theirClientsEndAsIfNothingHadBeen() {
        try (NodeUpload sending = task().with("stallAfter", PART + CHUNK).start();
                NodeUpload pausing = task().option("chunkSize", CHUNK)
                        .with("waitBeforePatch", 3)
                        .start();
                NodeUpload parallel = task().option("chunkSize", 3 << 20)
                        .option("parallelUploads", 3)
                        .with("waitBeforePatch", 4)
                        .start();
                NodeUpload uppy = task().with("client", "uppy")
                        .option("chunkSize", CHUNK)
                        .with("waitBeforePatch", 2)
                        .start()) {
            String address = path(sending.await("stalled"));
            List<NodeUpload> others = List.of(pausing, parallel, uppy);
            others.forEach(upload -> upload.await("waiting"));
            Until.holds(
                    "its first part is acknowledged", SOON, () -> recordings().offset(address) >= PART);

            server.kill();
            http = server.startWhereItWas();

            assertThat(recordings().offset(address)).isGreaterThanOrEqualTo(PART);
            sending.goOn();
            others.forEach(NodeUpload::goOn);
            JsonNode success = sending.await("success");
            assertThat(path(success)).isEqualTo(address);
            TusClientsIT.assertArrived(recordings(), address, source);
            for (NodeUpload upload : others) {
                TusClientsIT.assertArrived(recordings(), path(upload.await("success")), source);
            }
        }
    }

    private static String path(JsonNode told) {
        return URI.create(told.get("url").asString()).getPath();
    }
}
