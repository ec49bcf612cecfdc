package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One recording whose server dies again and again; a client that only knows the API sees it through. */
final class MortalLife implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int PORTION = 3_000_000;

    private final Path place;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final byte[] source;
    private final Deque<String> deaths;

    private @Nullable ServerProcess process;
    private @Nullable Http http;
    private @Nullable Map<String, String> description;
    private @Nullable String upload;
    private String item = "";
    private long acknowledged;
    private boolean chosen;

    MortalLife(Path place, Map<String, String> environment, InstantSource clock, byte[] source, List<String> deaths) {
        this.place = place;
        this.environment = environment;
        this.clock = clock;
        this.source = source;
        this.deaths = new ArrayDeque<>(deaths);
    }

    void live() {
        long end = System.nanoTime() + LIMIT.toNanos();
        boolean purged = false;
        while (!purged) {
            assertThat(System.nanoTime())
                    .as("stuck; deaths still to come: %s", deaths)
                    .isLessThan(end);
            try {
                purged = step(server());
            } catch (UncheckedIOException broken) {
                died(broken);
            }
        }
        assertThat(deaths).as("deaths it never came to").isEmpty();
    }

    private Http server() {
        Http known = http;
        if (known != null) {
            return known;
        }
        String point = deaths.isEmpty() ? "" : deaths.peek();
        ServerProcess started = ServerProcess.start(place, point, environment, World.HASTE);
        process = started;
        Optional<URI> address = started.address();
        if (address.isEmpty()) {
            throw new UncheckedIOException(new IOException("died while starting"));
        }
        assertThat(started.said()).contains("PostgreSQL of TENURE_DB_URL", "S3 of TENURE_S3_ENDPOINT");
        assertThat(started.children())
                .as("only media tools run beside it")
                .noneMatch(child -> child.endsWith("/postgres") || child.endsWith("/java"));
        Http fresh = new Http(address.get(), token());
        http = fresh;
        return fresh;
    }

    private String token() {
        try {
            return Files.readString(place.resolve("data/first-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void died(UncheckedIOException broken) {
        String point = deaths.poll();
        ServerProcess dead = process;
        if (point == null || dead == null) {
            throw broken;
        }
        dead.assertDied(point);
        http = null;
    }

    /** One thing that is to be done next; true once the item is proven gone. */
    private boolean step(Http server) {
        Recordings recordings = new Recordings(server, clock);
        if (upload == null) {
            announce(server, recordings);
            return false;
        }
        if (acknowledged < source.length) {
            append(recordings, upload);
            return false;
        }
        JsonNode now = recordings.item(item);
        String state = now.get("state").asString();
        assertThat(now.path("problem").asString("")).as(state).isEmpty();
        if (state.equals("READY") && !chosen) {
            assertWhole(recordings, now);
            server.put("/api/v1/items/" + item + "/retention", Map.of("period", "PT1S"))
                    .expect(200);
            chosen = true;
        }
        if (state.equals("PURGED")) {
            byte[] certificate = server.get("/api/v1/items/" + item + "/certificate")
                    .expect(200)
                    .body();
            assertThat(CertificateVerifier.ofAnyKey().verify(certificate)).isInstanceOf(CertificateVerdict.Valid.class);
            return true;
        }
        Until.pause();
        return false;
    }

    private void announce(Http server, Recordings recordings) {
        server.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*").expect(200);
        if (description == null) {
            description = recordings.described();
        }
        Http.Answer created = recordings.announce(source.length, description).expect(201);
        item = created.header("Tenure-Item");
        upload = created.header("Location");
    }

    private void append(Recordings recordings, String address) {
        long offset = recordings.offset(address);
        assertThat(offset).as("what was acknowledged stays").isGreaterThanOrEqualTo(acknowledged);
        acknowledged = offset;
        if (offset < source.length) {
            byte[] portion = Arrays.copyOfRange(source, (int) offset, (int) Math.min(offset + PORTION, source.length));
            acknowledged = Long.parseLong(
                    recordings.append(address, offset, portion).expect(204).header("Upload-Offset"));
            assertThat(acknowledged).isEqualTo(offset + portion.length);
        }
    }

    /** Exactly one object of each kind, and the source is what was sent, byte by byte. */
    private void assertWhole(Recordings recordings, JsonNode now) {
        List<String> names = new ArrayList<>();
        now.get("objects").forEach(object -> names.add(object.get("name").asString()));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "source",
                        "video.mp4",
                        "index.m3u8",
                        "poster.jpg",
                        "audio.m4a",
                        "storyboard1.jpg",
                        "storyboard.vtt");
        assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
    }

    /** Nothing is left, nothing was done twice, in the order of a life. */
    void assertProvenGone(ObjectStore store, Connection database) throws SQLException {
        String account = one(database, "SELECT string_agg(account_id::text, ',') FROM item");
        KeyPrefix everything = new KeyPrefix(account + "/");
        assertThat(store.listVersions(everything)).isEmpty();
        assertThat(store.listUploads(everything)).isEmpty();
        assertThat(one(database, "SELECT count(*) FROM item")).isEqualTo("1");
        assertThat(one(database, "SELECT count(*) FROM certificate")).isEqualTo("1");
        assertThat(one(database, "SELECT count(*) FROM item_key")).isEqualTo("0");
        assertThat(one(database, "SELECT string_agg(DISTINCT status, ',') FROM stored_object"))
                .isEqualTo("GONE");
        assertThat(one(
                        database,
                        "SELECT string_agg(action, ' ' ORDER BY sequence) FROM trail_entry WHERE item_id IS NOT NULL"
                                // How many attempts were given up is a matter of where it died.
                                + " AND action <> 'item.objects-removed'"))
                .isEqualTo(
                        "item.receiving item.stored item.ready item.downloaded item.classified item.destroying item.purged");
    }

    private static String one(Connection database, String question) throws SQLException {
        try (var statement = database.createStatement();
                var result = statement.executeQuery(question)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
