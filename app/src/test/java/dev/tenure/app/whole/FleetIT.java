package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.KeyPrefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two servers on one database and one bucket encode one recording in chunks, and die of it. {@code -Dcrash.lives=all} adds the ways of dying that differ
 * from these by little.
 */
@ExtendWith(World.Shared.class)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetIT {

    /** Dead servers' work is taken up after seconds; the rest is for machines that have little to spare. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int FRAMES = 750;

    private static final List<String> SETTINGS = Stream.concat(
                    World.HASTE.stream(),
                    Stream.of("--tenure.transcode.chunks.gain=1s", "--tenure.transcode.chunks.shortest=2s"))
            .toList();

    private final World world;
    private final LastingParts parts;
    private final byte[] source;

    FleetIT(World world) {
        this.world = world;
        this.parts = new LastingParts(world.directory("fleet").resolve("parts"));
        this.source = source();
    }

    @AfterAll
    void stop() {
        parts.close();
    }

    /** Whoever makes a chunk first dies of it, be it the one who asked or the other; the one who lives ends the work. */
    @Test
    void oneOfTwoServersDies() throws Exception {
        String point = "after StoredObjects.announce.CHUNK";
        try (Fleet fleet = new Fleet("one", "", point)) {
            String item = fleet.recordings().handOver(source, fleet.recordings().described());
            Until.holds("it died", LIMIT, () -> !fleet.second().alive());
            fleet.second().assertDied(point);

            fleet.awaitReady(item);

            fleet.restartSecond();
            fleet.assertReadyOnce(item);
        }
    }

    static Stream<String> pointsForBoth() {
        return "all".equals(System.getProperty("crash.lives"))
                ? Stream.of("before Items.move.READY", "after StoredObjects.announce.CHUNK")
                : Stream.of("before Items.move.READY");
    }

    /** Both die at the same step, one after the other; who comes back goes on. */
    @ParameterizedTest
    @MethodSource("pointsForBoth")
    void bothServersDie(String point) throws Exception {
        try (Fleet fleet = new Fleet("both" + Integer.toHexString(point.hashCode()), point, point)) {
            String item = fleet.recordings().handOver(source, fleet.recordings().described());
            Until.holds(
                    "both died",
                    LIMIT,
                    () -> !fleet.first().alive() && !fleet.second().alive());
            fleet.first().assertDied(point);
            fleet.second().assertDied(point);

            fleet.restart();

            fleet.awaitReady(item);
            fleet.assertReadyOnce(item);
        }
    }

    /** As by {@code kill -9} in the middle of an encode, of one and of both: encoders go with their server, and the work goes on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @EnabledIfSystemProperty(
            named = "crash.lives",
            matches = "all",
            disabledReason = "servers that die at a step are tried always")
    void killedWhileEncoding(int servers) throws Exception {
        try (Fleet fleet = new Fleet("killed" + servers, "", "")) {
            String item = fleet.recordings().handOver(source, fleet.recordings().described());
            Until.holds(
                    "it is being encoded",
                    LIMIT,
                    () -> fleet.recordings()
                            .item(item)
                            .path("progressStage")
                            .asString("")
                            .equals("encode"));
            fleet.first().close();
            if (servers == 2) {
                fleet.second().close();
            }

            fleet.restartFirst();
            fleet.awaitReady(item);

            fleet.restartSecond();
            fleet.assertReadyOnce(item);
        }
    }

    /** Large and long enough: a small screen is encoded faster than a second server asks for work. */
    private byte[] source() {
        Path file = world.directory("fleet").resolve("long.mp4");
        world.clips()
                .ffmpeg(
                        "-nostdin",
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=1280x720:rate=25:duration=30,noise=alls=12:allf=t",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=330:duration=30",
                        "-c:v",
                        "mpeg4",
                        "-q:v",
                        "20",
                        "-g",
                        "25",
                        "-c:a",
                        "aac",
                        file.toString());
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two servers that share all but their directories. */
    private final class Fleet implements AutoCloseable {

        private final LastingParts.Share share;
        private final Path firstPlace;
        private final Path secondPlace;
        private ServerProcess first;
        private ServerProcess second;

        Fleet(String name, String firstPoint, String secondPoint) throws SQLException, IOException {
            share = parts.share("fleet-" + name);
            firstPlace = world.directory("fleet-" + name + "-1");
            secondPlace = world.directory("fleet-" + name + "-2");
            first = ServerProcess.start(firstPlace, firstPoint, share.environment(), SETTINGS);
            http().put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*")
                    .expect(200);
            // One catalog goes with one vault, and one trail with one key.
            copy(
                    firstPlace.resolve("data/keys"),
                    Files.createDirectories(secondPlace.resolve("data")).resolve("keys"));
            Files.copy(firstPlace.resolve("data/first-token"), secondPlace.resolve("data/first-token"));
            second = ServerProcess.start(secondPlace, secondPoint, share.environment(), SETTINGS);
            assertThat(second.address()).as(second::said).isPresent();
        }

        ServerProcess first() {
            return first;
        }

        ServerProcess second() {
            return second;
        }

        Recordings recordings() {
            return new Recordings(http(), world.clock());
        }

        void restart() {
            beginFirst();
            beginSecond();
            assertThat(first.address()).as(first::said).isPresent();
            assertThat(second.address()).as(second::said).isPresent();
        }

        void restartFirst() {
            beginFirst();
            assertThat(first.address()).as(first::said).isPresent();
        }

        void restartSecond() {
            beginSecond();
            assertThat(second.address()).as(second::said).isPresent();
        }

        private void beginFirst() {
            first.close();
            first = ServerProcess.start(firstPlace, "", share.environment(), SETTINGS);
        }

        private void beginSecond() {
            second.close();
            second = ServerProcess.start(secondPlace, "", share.environment(), SETTINGS);
        }

        void awaitReady(String item) {
            recordings().await(item, "READY", LIMIT);
        }

        /** Calls the first; both know its token. */
        private Http http() {
            try {
                return new Http(
                        first.address().orElseThrow(() -> new AssertionError(first.said())),
                        Files.readString(firstPlace.resolve("data/first-token")).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ready once, with every frame, and nothing left of the way there in the bucket, in the schedule or on a disk. */
        void assertReadyOnce(String item) throws SQLException {
            try (Connection database = share.database()) {
                Until.holds("chunks are gone", LIMIT, () -> objects(item).noneMatch(key -> key.contains("/chunk/")));
                assertThat(one(database, "SELECT count(*) FROM stored_object WHERE role = 'CHUNK'"))
                        .as("it was cut")
                        .isNotEqualTo("0");
                Until.holds(
                        "all rows say so",
                        LIMIT,
                        () -> one(
                                        database,
                                        "SELECT count(*) FROM stored_object WHERE role = 'CHUNK' AND status <> 'GONE'")
                                .equals("0"));
                assertThat(one(database, "SELECT count(*) FROM trail_entry WHERE action = 'item.ready'"))
                        .isEqualTo("1");
                Until.holds(
                        "nothing is scheduled for it",
                        LIMIT,
                        () -> one(
                                        database,
                                        "SELECT count(*) FROM qrtz_job_details WHERE job_group IN ('transcode',"
                                                + " 'chunk')")
                                .equals("0"));
            }
            byte[] video = recordings().bytes(item, "video.mp4");
            assertThat(frames(video)).isEqualTo(FRAMES);
            for (Path place : List.of(firstPlace, secondPlace)) {
                Until.holds("no work files in " + place, LIMIT, () -> empty(place.resolve("data/scratch")));
            }
        }

        private Stream<String> objects(String item) {
            String account = recordings()
                    .item(item)
                    .get("objects")
                    .get(0)
                    .get("key")
                    .asString()
                    .split("/", 2)[0];
            return share.store().listVersions(new KeyPrefix(account + "/" + item + "/")).stream()
                    .map(version -> version.key().value());
        }

        private int frames(byte[] video) {
            try {
                Path file = Files.write(firstPlace.resolve("seen.mp4"), video);
                return Integer.parseInt(world.clips()
                        .ffprobe(
                                "-v",
                                "error",
                                "-count_packets",
                                "-select_streams",
                                "v",
                                "-show_entries",
                                "stream=nb_read_packets",
                                "-of",
                                "csv=p=0",
                                file.toString())
                        .strip()
                        .replace(",", ""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    private static boolean empty(Path directory) {
        try {
            if (!Files.exists(directory)) {
                return true;
            }
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.findAny().isEmpty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path each : tree.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static String one(Connection database, String question) {
        try (var statement = database.createStatement();
                var result = statement.executeQuery(question)) {
            result.next();
            return String.valueOf(result.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
