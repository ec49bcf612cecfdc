package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.app.server.RebuildDesk;
import dev.tenure.catalog.recovery.RebuildReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A database is lost; what the bucket knows makes another one, and servers work on that one only. */
@ExtendWith(World.Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class LostDatabaseIT {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final World world;
    private final Path place;

    LostDatabaseIT(World world) {
        this.world = world;
        this.place = world.directory("lost");
    }

    @Test
    void comesBackOutOfTheBucketWithoutWhatWasDestroyed() throws Exception {
        byte[] source = world.clips().playable();
        Path key = place.resolve("recovery-key.json");
        try (LastingParts parts = new LastingParts(place.resolve("parts"))) {
            LastingParts.Share share = parts.share("lost");
            Path data = place.resolve("data");
            String plain;
            String held;
            String destroyed;
            String hold;
            byte[] certificate;
            try (MortalServer server = new MortalServer(place, share.environment())) {
                Files.createDirectories(data.resolve("keys"), OWNER_ONLY);
                assertThat(create(data, key).code()).isZero();
                Http http = server.start("");
                assertThat(tablesOfWhichNothingIsSaid(share)).isEmpty();
                http.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*")
                        .expect(200);
                Recordings recordings = new Recordings(http, world.clock());
                plain = recordings.handOver(source, recordings.described());
                held = recordings.handOver(source, recordings.described());
                destroyed = recordings.handOver(source, recordings.described());
                for (String item : List.of(plain, held, destroyed)) {
                    recordings.await(item, "READY");
                }
                hold = http.post(
                                "/api/v1/holds",
                                Map.of(
                                        "title",
                                        "Case",
                                        "authority",
                                        "Court",
                                        "reason",
                                        "evidence",
                                        "items",
                                        List.of(held)))
                        .expect(201)
                        .header("Location");
                http.put("/api/v1/items/" + destroyed + "/retention", Map.of("period", "PT1S"))
                        .expect(200);
                recordings.await(destroyed, "PURGED", LIMIT);
                certificate = http.get("/api/v1/items/" + destroyed + "/certificate")
                        .expect(200)
                        .body();
                Until.holds("all is in the bucket", LIMIT, () -> isKept(share));
            }
            parts.lose(share);

            try (MortalServer server = new MortalServer(place, share.environment())) {
                server.startInVain("tenure rebuild-catalog");
                // Without the tables that this start made.
                parts.lose(share);
                RebuildReport report =
                        new RebuildDesk(data, share.environment(), told -> {}).run(List.of(key), List.of(), false);
                assertThat(report.unreadable()).isEmpty();
                assertThat(report.items()).isEqualTo(2);
                assertThat(report.secretsLost()).isFalse();

                Http http = server.start("");
                Recordings recordings = new Recordings(http, world.clock());
                for (String item : List.of(plain, held)) {
                    assertThat(recordings.state(item)).isEqualTo("READY");
                    assertThat(recordings.bytes(item, "source")).isEqualTo(source);
                }
                assertThat(recordings.item(plain).get("meeting").get("title").asString())
                        .isEqualTo("Weekly planning");
                assertThat(recordings.item(held).get("held").asBoolean()).isTrue();
                assertThat(http.get(hold).expect(200).json().get("title").asString())
                        .isEqualTo("Case");
                JsonNode gone = recordings.item(destroyed);
                assertThat(gone.get("state").asString()).isEqualTo("PURGED");
                assertThat(http.get("/api/v1/items/" + destroyed + "/certificate")
                                .expect(200)
                                .body())
                        .isEqualTo(certificate);
                assertThat(http.get("/api/v1/trail").expect(200).text()).contains("item.purged");
                // What is put back is kept as what was there before: rules, and work on what arrives.
                recordings.handOver(source, recordings.described());
                Until.holds("all is in the bucket again", LIMIT, () -> isKept(share));
            }
        }
    }

    @Test
    void makesAKeyOnceAndSaysWhyNot() throws IOException {
        Path data = place.resolve("other");
        Path key = place.resolve("other-key.json");
        assertThat(create(data, key).text()).contains("start a server on the data directory first");
        Files.createDirectories(data.resolve("keys"));
        assertThat(create(data, key).text()).contains("recovery:", "Keep that file away");
        assertThat(create(data, place.resolve("second-key.json")).text()).contains("--replace");
        assertThat(place.resolve("second-key.json")).doesNotExist();
        assertThat(create(data, key, "--replace")).satisfies(said -> {
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text()).contains("there is a file").hasLineCount(1);
        });
        Said said = Said.by(
                "rebuild-catalog",
                "--data",
                data.toString(),
                "--recovery-key",
                place.resolve("none").toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).contains("cannot be read").hasLineCount(1);
    }

    private static Said create(Path data, Path key, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("recovery-key", "create", key.toString(), "--data", data.toString()));
        arguments.addAll(List.of(more));
        return Said.by(arguments.toArray(String[]::new));
    }

    /** Nothing is left to be written. */
    private static boolean isKept(LastingParts.Share share) {
        return count(
                        share,
                        "SELECT (SELECT count(*) FROM ledger WHERE recovery_key IS NULL OR begun_by IS NOT NULL OR copied_after IS NOT NULL)"
                                + " + (SELECT count(*) FROM ledger_due) + (SELECT count(*) FROM trail_pending)"
                                + " + (SELECT count(*) FROM item WHERE manifest_version <> facts_version AND state IN ('STORED', 'READY', 'TRASHED'))")
                == 0;
    }

    private static List<String> tablesOfWhichNothingIsSaid(LastingParts.Share share) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = share.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^(qrtz_|batch_|flyway_)'"
                                + " AND tablename NOT IN (SELECT name FROM kept_table)")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static long count(LastingParts.Share share, String query) {
        try (Connection connection = share.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
