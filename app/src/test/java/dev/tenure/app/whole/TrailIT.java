package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.app.cli.CommandLineRoot;
import dev.tenure.catalog.trail.TrailAnchors;
import dev.tenure.catalog.trail.TrailSequencer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ExtendWith(World.Shared.class)
class TrailIT {

    private final World world;
    private final Http owner;

    TrailIT(World world) {
        this.world = world;
        this.owner = world.owner();
    }

    @Test
    void whatHappenedIsProvenByFilesThatTheCommandLineChecks() throws IOException {
        long sequence = anEntry(owner);
        Path files = world.directory("proofs");
        Path proof = file(
                files, owner.get("/api/v1/trail/entries/" + sequence + "/proof").expect(200));
        JsonNode head = owner.get("/api/v1/trail/head").expect(200).json();
        Path signed = file(files, owner.get("/api/v1/trail/head").expect(200));
        long size = head.get("head").get("size").asLong();
        anEntry(owner);
        Path grown =
                file(files, owner.get("/api/v1/trail/consistency?from=" + size).expect(200));

        String key = head.get("signature").get("keyId").asString();
        for (Path file : new Path[] {proof, signed, grown}) {
            assertThat(CommandLineRoot.execute("verify", file.toString())).isZero();
            assertThat(CommandLineRoot.execute("verify", "--key", key, file.toString()))
                    .isZero();
            assertThat(CommandLineRoot.execute("verify", "--key", "another", file.toString()))
                    .isEqualTo(1);
            String forged = Files.readString(file).replaceFirst("\"root\":\"[0-9a-f]", "\"root\":\"x");
            Files.writeString(file, forged);
            assertThat(CommandLineRoot.execute("verify", file.toString())).isEqualTo(1);
        }
        assertThat(world.bean(TrailAnchors.class).run().whole()).isTrue();
    }

    @Test
    void theTrailIsShownToWhoMayReadItAndNothingOfItToAnybodyElse() {
        long sequence = anEntry(owner);
        Http stranger = world.bearer("trail-stranger", Set.of("trail:read"));
        anEntry(owner);
        for (String id : new String[] {Long.toString(sequence), "4711000", "-1", "x", "01"}) {
            stranger.get("/api/v1/trail/entries/" + id + "/proof").problem(404, "not-found");
        }
        assertThat(stranger.get("/api/v1/trail").expect(200).json().get("entries"))
                .isEmpty();
        stranger.get("/api/v1/trail?after=x").problem(404, "not-found");
        stranger.get("/api/v1/trail/consistency?from=0").problem(404, "not-found");
        Http reader = world.bearer("main", Set.of("items:read"));
        for (String path : new String[] {"", "/head", "/entries/1/proof", "/consistency?from=1"}) {
            reader.get("/api/v1/trail" + path).problem(403, "scope-missing");
        }
    }

    @Test
    void theServersOwnRoleCannotChangeWhatHappened() {
        JdbcClient server = world.bean(JdbcClient.class);
        for (String statement : new String[] {
            "DELETE FROM trail_entry",
            "UPDATE trail_head SET document = ''",
            "TRUNCATE trail_leaf",
            "ALTER TABLE trail_entry DISABLE TRIGGER ALL"
        }) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(statement)
                    .isThrownBy(() -> server.sql(statement).update());
        }
        assertThat(server.sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void theWholeTrailIsCheckedOnlyWhereItCanBeSeen() {
        assertThat(CommandLineRoot.execute(
                        "verify", "--trail", "--data", world.data().toString()))
                .as("the server has the database for itself")
                .isEqualTo(1);
        assertThat(CommandLineRoot.execute("verify")).isEqualTo(2);
        assertThat(CommandLineRoot.execute("verify", "--trail", "file.json")).isEqualTo(2);
    }

    /** Something that happens in the account; returns the sequence of its entry, which has its leaf. */
    private long anEntry(Http http) {
        http.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*").expect(200);
        world.bean(TrailSequencer.class).run();
        String after = "0";
        while (true) {
            JsonNode page = http.get("/api/v1/trail?after=" + after).expect(200).json();
            JsonNode entries = page.get("entries");
            if (page.get("next").isNull()) {
                // A full page says that there may be more; what follows it may be empty.
                return entries.isEmpty()
                        ? Long.parseLong(after)
                        : entries.get(entries.size() - 1).get("sequence").asLong();
            }
            after = page.get("next").asString();
        }
    }

    private static Path file(Path directory, Http.Answer answer) throws IOException {
        return Files.write(Files.createTempFile(directory, "proof", ".json"), answer.body());
    }
}
