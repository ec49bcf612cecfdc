package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What whoever operates an installation does to it while no server runs, and what the servers and the trail know of it afterwards. */
class OperatorIT {

    private static final Pattern PASSWORD = Pattern.compile("password (\\S+)");

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Path place;
    private final Path directory;

    OperatorIT(@TempDir Path place) {
        this.place = place;
        this.directory = place.resolve("data");
    }

    @Test
    void opensAccountsTurnsKeysAndProvesTheTrailWhole() throws SQLException {
        running(address -> assertThat(operator("account", "add", "clinic", "--admin", "olga@clinic.example")
                        .text())
                .contains("in use by")
                .doesNotContain("password"));

        Said added = operator("account", "add", "clinic", "--admin", "olga@clinic.example", "--name", "The Clinic");
        assertThat(added.code()).as(added.text()).isZero();
        Matcher password = PASSWORD.matcher(added.text());
        assertThat(password.find()).isTrue();
        Said again = operator("account", "add", "clinic", "--admin", "eve@clinic.example");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.text()).contains("there is an account clinic already").doesNotContain("password");
        for (String[] wrong : new String[][] {{"The Clinic", "olga@clinic.example"}, {"other", "no address"}}) {
            Said refused = operator("account", "add", wrong[0], "--admin", wrong[1]);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.text().lines().filter(line -> !line.contains("tenure: on ")))
                    .hasSize(1);
        }
        assertThat(operator("account").code()).isEqualTo(2);
        assertThat(operator("account", "list").text()).contains("clinic  The Clinic", "main  main");
        Path vault = directory.resolve("keys/vault.json");
        String first = KeysetFileVault.open(vault).wrappingKeyId();
        for (String[] turn : new String[][] {{"rewrap"}, {"rotate"}, {"rewrap"}, {"retire", first}}) {
            Said turned = keys(turn);
            assertThat(turned.code()).as(turned.text()).isZero();
        }

        running(address -> {
            Browser olga = new Browser(new Http(address, null));
            olga.signIn("clinic", "olga@clinic.example", password.group(1)).expect(200);
            olga.post(
                            "/api/v1/session/password",
                            Map.of("current", password.group(1), "password", "a fine sunny orchard"))
                    .expect(200);
            JsonNode entries =
                    olga.refresh().get("/api/v1/trail").expect(200).json().get("entries");
            assertThat(entries.findValuesAsString("action"))
                    .containsSubsequence("account.opened", "person.added", "person.one-time-password")
                    .containsSubsequence("keys.primary", "keys.rewrapped", "keys.retired");
            String proof =
                    "/api/v1/trail/entries/" + entries.get(0).get("sequence").asString() + "/proof";
            Until.holds("it is signed", SOON, () -> olga.get(proof).status() == 200);
        });
        assertThat(operator("verify", "--trail")).satisfies(whole -> {
            assertThat(whole.code()).as(whole.text()).isZero();
            assertThat(whole.text()).contains("WHOLE");
        });
        long changed = tampered();
        assertThat(operator("verify", "--trail")).satisfies(broken -> {
            assertThat(broken.code()).isEqualTo(1);
            assertThat(broken.text()).contains("TAMPERED WITH").contains("trail_detail", Long.toString(changed));
        });
    }

    /** In a process of its own: in this one the world's server runs. */
    private void running(Consumer<URI> work) {
        try (ServerProcess server = ServerProcess.start(place, "", Map.of(), World.HASTE)) {
            work.accept(server.address().orElseThrow(() -> new AssertionError(server.said())));
        }
    }

    private Said operator(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = directory.toString();
        return Said.by(all);
    }

    private Said keys(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "keys";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return operator(all);
    }

    /** What a superuser can do, whom no trigger stops: who opened the account reads otherwise now. Returns the row's number. */
    private long tampered() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory.resolve("parts")));
                Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            try (var changed = statement.executeQuery("""
                    UPDATE trail_detail SET body = replace(body, 'system:operator', 'system:nobody')
                     WHERE sequence = (SELECT sequence FROM trail_entry WHERE action = 'account.opened' AND account_id =
                                         (SELECT id FROM account WHERE slug = 'clinic'))
                    RETURNING sequence
                    """)) {
                assertThat(changed.next()).isTrue();
                return changed.getLong(1);
            }
        }
    }
}
