package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.app.cli.CommandLineRoot;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.destruction.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One recording from its arrival to its certificate, and what plays in between. */
@ExtendWith(World.Shared.class)
class RecordingJourneyIT {

    private final World world;
    private final Http http;
    private final Recordings recordings;

    RecordingJourneyIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    @Test
    void livesFromUploadToCertificate() throws IOException {
        byte[] source = world.clips().foreign();
        String item = recordings.handOver(source, recordings.described());
        recordings.await(item, "READY");
        KeyPrefix prefix = prefix(item);
        ObjectStore bucket = world.bean(ObjectStore.class);
        Until.holds(
                "its manifest is written",
                Duration.ofSeconds(20),
                () -> http.get("/api/v1/items/" + item + "/manifest").status() == 200);
        assertThat(http.get("/api/v1/items/" + item + "/manifest")
                        .expect(200)
                        .json()
                        .at("/notice/text")
                        .asString())
                .isEqualTo("This meeting is being recorded.");
        assertThat(bucket.listVersions(prefix))
                .filteredOn(version -> !version.key().value().contains("/manifest/"))
                .hasSize(7)
                .allSatisfy(version -> assertThat(bucket.tags(version.key()).values())
                        .containsEntry("tenure-item", item)
                        .containsEntry("tenure-hold", "false")
                        .containsKeys("tenure-retention", "tenure-go-at", "tenure-notice"));
        assertThat(recordings.bytes(item, "source")).isEqualTo(source);

        Http.Answer placed = http.post(
                        "/api/v1/holds",
                        Map.of("title", "Case 17", "authority", "Court", "reason", "evidence", "items", List.of(item)))
                .expect(201);
        assertThat(http.get("/api/v1/holds").expect(200).json().get("holds")).anySatisfy(hold -> {
            assertThat(hold.get("id")).isEqualTo(placed.json().get("id"));
            assertThat(hold.findValuesAsString("standing")).containsExactly("TENURE_ONLY");
        });
        JsonNode explained = http.put("/api/v1/items/" + item + "/retention", Map.of("period", "PT1S"))
                .expect(200)
                .json();
        assertThat(explained.get("standing").asString()).isEqualTo("HELD");
        Until.holds(
                "a sweep looked at it and kept it",
                Duration.ofSeconds(20),
                () -> world.bean(Sweep.class).run().deferred().stream()
                        .anyMatch(deferral -> deferral.item().equals(ItemId.of(item))));
        assertThat(recordings.state(item)).isEqualTo("READY");
        assertThat(recordings.bytes(item, "source")).isEqualTo(source);

        http.post(placed.header("Location") + "/release", Map.of("reason", "closed"))
                .expect(200);
        recordings.await(item, "PURGED");
        assertThat(bucket.listVersions(prefix)).isEmpty();
        assertThat(bucket.listUploads(prefix)).isEmpty();
        http.get("/api/v1/items/" + item + "/media/source").problem(409, "state-conflict");
        assertThat(trail(item))
                .containsExactly(
                        "item.receiving",
                        "item.stored",
                        "item.ready",
                        "item.manifest-read",
                        "item.downloaded",
                        "item.held",
                        "item.classified",
                        "item.released",
                        "item.destroying",
                        "item.purged");
        String certificate =
                http.get("/api/v1/items/" + item + "/certificate").expect(200).text();
        verifiesOffline(certificate);
        Http.Answer page =
                http.get("/api/v1/items/" + item + "/certificate.pdf").expect(200);
        assertThat(page.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(page.text()).startsWith("%PDF-");
        reported(item);
    }

    /** The run that took the item ends with a report that names its certificate. */
    private void reported(String item) throws IOException {
        List<String> runs = new ArrayList<>();
        Until.holds("the run is reported", Duration.ofSeconds(20), () -> {
            runs.addAll(reportedRuns(item));
            return !runs.isEmpty();
        });
        String run = runs.getFirst();
        String report = http.get("/api/v1/retention/runs/" + run + "/report")
                .expect(200)
                .text();
        assertThat(report).contains(item);
        Path file = Files.writeString(world.directory("certificates").resolve("report.json"), report);
        assertThat(CommandLineRoot.execute("verify", file.toString())).isZero();
        Path forged = Files.writeString(
                world.directory("certificates").resolve("forged-report.json"), report.replace("COMPLETED", "ABORTED"));
        assertThat(CommandLineRoot.execute("verify", forged.toString())).isEqualTo(1);
        assertThat(http.get("/api/v1/retention/runs/" + run + "/report.pdf")
                        .expect(200)
                        .text())
                .startsWith("%PDF-");
        http.post("/api/v1/retention/runs", Map.of("preview", false)).expect(400);
    }

    private void verifiesOffline(String certificate) throws IOException {
        Path directory = world.directory("certificates");
        Path genuine = Files.writeString(directory.resolve("genuine.json"), certificate);
        Path forged =
                Files.writeString(directory.resolve("forged.json"), certificate.replace("\"RECORDING\"", "\"CHAT\""));
        Path cut = Files.writeString(directory.resolve("cut.json"), certificate.substring(0, 200));
        assertThat(CommandLineRoot.execute("verify", genuine.toString())).isZero();
        assertThat(CommandLineRoot.execute("verify", forged.toString())).isEqualTo(1);
        assertThat(CommandLineRoot.execute("verify", cut.toString())).isEqualTo(1);
        assertThat(CommandLineRoot.execute("verify", "--key", "another", genuine.toString()))
                .isEqualTo(1);
        assertThat(CommandLineRoot.execute(
                        "verify", directory.resolve("missing.json").toString()))
                .isEqualTo(1);
        assertThat(CommandLineRoot.execute("verify")).isEqualTo(2);
        assertThat(CommandLineRoot.execute("no-such-command")).isEqualTo(2);
    }

    private List<String> reportedRuns(String item) {
        return http.get("/api/v1/retention/runs")
                .expect(200)
                .json()
                .get("runs")
                .valueStream()
                .filter(run -> run.get("state").asString().startsWith("COMPLETED"))
                .map(run -> run.get("id").asString())
                .filter(run -> http.get("/api/v1/retention/runs/" + run + "/items")
                        .expect(200)
                        .text()
                        .contains(item))
                .toList();
    }

    @Test
    void encodesWhatBrowsersDoNotPlayAndSaysInTheFileWhoMayKeepItHowLong() throws IOException {
        String item = recordings.handOver(world.clips().foreign(), recordings.described());
        recordings.await(item, "READY");
        Path directory = download(item);

        JsonNode film = probe(directory.resolve("video.mp4"));
        assertThat(codecs(film)).containsExactlyInAnyOrder("h264", "aac");
        assertThat(film.at("/format/duration").asDouble()).isBetween(1.9, 2.3);
        JsonNode tags = film.at("/format/tags");
        assertThat(tags.get("title").asString()).isEqualTo("Weekly planning");
        assertThat(tags.get("comment").asString())
                .contains(item)
                .contains("Retention: ")
                .contains("Notice: recording");
        assertThat(probe(directory.resolve("poster.jpg"))
                        .at("/streams/0/codec_name")
                        .asString())
                .isEqualTo("mjpeg");
        playsByPlaylist(directory);
    }

    @Test
    void repacksWhatBrowsersPlayAlreadyWithoutTouchingAFrame() throws IOException {
        byte[] source = world.clips().playable();
        String item = recordings.handOver(source, recordings.described());
        recordings.await(item, "READY");
        Path directory = download(item);
        Path original = Files.write(directory.resolve("original.mp4"), source);
        for (String stream : List.of("0:v:0", "0:a:0")) {
            assertThat(packets(directory.resolve("video.mp4"), stream)).isEqualTo(packets(original, stream));
        }
        playsByPlaylist(directory);
    }

    /** The playlist names byte ranges of the film that lies beside it. */
    private void playsByPlaylist(Path directory) {
        JsonNode list = probe(directory.resolve("index.m3u8"));
        assertThat(codecs(list)).contains("h264", "aac");
        assertThat(list.at("/format/duration").asDouble()).isBetween(1.9, 2.3);
        String complaints = world.clips()
                .ffmpeg(
                        "-nostdin",
                        "-v",
                        "error",
                        "-i",
                        directory.resolve("index.m3u8").toString(),
                        "-f",
                        "null",
                        "-");
        assertThat(complaints).isEmpty();
    }

    private Path download(String item) throws IOException {
        Path directory = world.directory("download");
        for (String name : List.of("video.mp4", "index.m3u8", "poster.jpg")) {
            Files.write(directory.resolve(name), recordings.bytes(item, name));
        }
        return directory;
    }

    private JsonNode probe(Path file) {
        return JsonMapper.shared()
                .readTree(world.clips()
                        .ffprobe("-v", "error", "-show_format", "-show_streams", "-of", "json", file.toString()));
    }

    private static List<String> codecs(JsonNode probed) {
        List<String> codecs = new ArrayList<>();
        probed.get("streams")
                .forEach(stream -> codecs.add(stream.get("codec_name").asString()));
        return codecs;
    }

    private String packets(Path file, String stream) {
        return world.clips()
                .ffmpeg(
                        "-nostdin",
                        "-v",
                        "error",
                        "-i",
                        file.toString(),
                        "-map",
                        stream,
                        "-c",
                        "copy",
                        "-f",
                        "md5",
                        "-");
    }

    private List<String> trail(String item) {
        List<String> actions = new ArrayList<>();
        http.get("/api/v1/items/" + item + "/trail")
                .expect(200)
                .json()
                .get("entries")
                .forEach(entry -> actions.add(entry.get("action").asString()));
        return actions;
    }

    private KeyPrefix prefix(String item) {
        return StoredObject.prefixOf(
                world.bean(Accounts.class).find("main").orElseThrow().id(), ItemId.of(item));
    }
}
