package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.ItemKeys;
import dev.tenure.catalog.VaultClaim;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.VaultKey;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code tenure keys}, beside a running server and without one. */
@ExtendWith(World.Shared.class)
class KeysIT {

    @TempDir
    private Path directory;

    @Test
    void rotatesWhileTheServerRunsWhichWrapsAllKeysAnew(World world) {
        assertThat(world.data().resolve("database")).hasContent("embedded PostgreSQL");
        Recordings recordings = world.recordings();
        Http.Answer created = recordings.announce(10, recordings.described()).expect(201);
        world.owner()
                .send(
                        "POST",
                        Recordings.UPLOADS,
                        BodyPublishers.noBody(),
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Length",
                        "10",
                        "Upload-Concat",
                        "partial")
                .expect(201);
        Path file = world.data().resolve("keys/vault.json");
        String before = KeysetFileVault.open(file).wrappingKeyId();

        // So that the server knows which key there was before.
        world.bean(ItemKeys.class).rewrap(null, 1);
        assertThat(keys(world.data(), "rotate").code()).isZero();
        String fresh = KeysetFileVault.open(file).wrappingKeyId();
        assertThat(fresh).isNotEqualTo(before);
        Until.holds(
                "every key is wrapped by the new one",
                Duration.ofSeconds(30),
                () -> world.bean(ItemKeys.class).wrappedBy().keySet().equals(Set.of(fresh)));
        Until.holds(
                "every account's trail tells of it",
                Duration.ofSeconds(30),
                () -> told(world, "keys.primary", fresh) == accounts(world)
                        && told(world, "keys.rewrapped", fresh) >= accounts(world));
        recordings.append(created.header("Location"), 0, new byte[10]).expect(204);

        Said list = keys(world.data(), "list");
        assertThat(list.code()).isZero();
        assertThat(list.text()).contains(before, fresh + "  primary", "cannot be seen", "in use by");
        Said retire = keys(world.data(), "retire", before);
        assertThat(retire.code()).isEqualTo(1);
        assertThat(retire.text()).contains("cannot be seen", "in use by");
        assertThat(KeysetFileVault.open(file).keys())
                .containsExactly(new VaultKey(before, false), new VaultKey(fresh, true));
    }

    private static long accounts(World world) {
        return world.bean(Accounts.class).all().size();
    }

    private static long told(World world, String action, String key) {
        return world.bean(JdbcClient.class)
                .sql("""
                        SELECT count(DISTINCT account_id) FROM trail_entry JOIN trail_detail USING (sequence)
                         WHERE action = :action AND body LIKE '%' || :key || '%'
                        """)
                .param("action", action)
                .param("key", key)
                .query(Long.class)
                .single();
    }

    @Test
    void wrapsAnewAndRetiresWithoutAServer() throws IOException, SQLException {
        KeysetFileVault vault = KeysetFileVault.create(directory.resolve("keys/vault.json"));
        String first = vault.wrappingKeyId();
        aCatalogWithOneKey(vault);

        String where = "tenure: on embedded PostgreSQL, with the vault "
                + directory.resolve("keys/vault.json").toAbsolutePath() + "\n";
        assertThat(keys(directory, "list")).isEqualTo(new Said(0, where + first + "  primary  wraps 2 keys\n"));
        assertThat(keys(directory, "retire", first).text()).contains("rotate first");
        assertThat(keys(directory, "rotate").code()).isZero();
        assertThat(keys(directory, "retire", first).text())
                .contains("no server of this version has noted")
                .hasLineCount(1);
        Files.writeString(directory.resolve("database"), "embedded PostgreSQL\n");
        assertThat(keys(directory, "retire", first)).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.text()).contains("2 keys still wrapped by " + first);
        });
        assertThat(keys(directory, "rewrap")).isEqualTo(new Said(0, where + "2 keys wrapped anew\n"));
        assertThat(keys(directory, "retire", first).code()).isZero();
        assertThat(KeysetFileVault.open(directory.resolve("keys/vault.json")).keys())
                .extracting(VaultKey::id)
                .doesNotContain(first)
                .hasSize(1);
        assertThat(keys(directory, "rewrap")).isEqualTo(new Said(0, where + "0 keys wrapped anew\n"));

        Files.writeString(directory.resolve("database"), "db.example.org/tenure\n");
        for (String command : List.of("list", "rewrap")) {
            Said said = keys(directory, command);
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text())
                    .contains("use db.example.org/tenure, and this would be embedded PostgreSQL")
                    .hasLineCount(1);
        }
    }

    @Test
    void makesNoDatabaseAndSaysWhenTheOneThatIsThereWasNeverUsed() {
        KeysetFileVault.create(directory.resolve("keys/vault.json"));
        for (String command : List.of("list", "rewrap")) {
            Said said = keys(directory, command);
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text())
                    .contains("there is no embedded database below")
                    .hasLineCount(1);
        }
        assertThat(directory.resolve("parts")).doesNotExist();

        EmbeddedPostgres.start(EmbeddedDirectories.under(directory.resolve("parts")))
                .close();
        Said said = keys(directory, "list");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).contains("no server of this version was ever started on this database");
    }

    @Test
    void makesNothingWhereThereIsNoInstallation() {
        for (String command : List.of("list", "rotate", "rewrap")) {
            Said said = keys(directory.resolve("nowhere"), command);
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text()).contains("is missing").hasLineCount(1);
        }
        assertThat(directory.resolve("nowhere")).doesNotExist();
        assertThat(keys(directory).code()).isEqualTo(2);
        assertThat(keys(directory, "retire").code()).isEqualTo(2);
        assertThat(Files.exists(directory.resolve("parts"))).isFalse();
    }

    private void aCatalogWithOneKey(KeysetFileVault vault) throws SQLException {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(EmbeddedDirectories.under(directory.resolve("parts")))) {
            Flyway.configure()
                    .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                    .locations("classpath:db/migration/catalog")
                    .load()
                    .migrate();
            UUID account = UUID.randomUUID();
            UUID meeting = UUID.randomUUID();
            UUID item = UUID.randomUUID();
            WrappedKey key = vault.wrap(DataKey.random(), new SealBinding(account + "/" + item));
            try (Connection connection =
                            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                    Statement statement = connection.createStatement()) {
                for (String row : List.of(
                        "INSERT INTO account (id, slug, name) VALUES ('%s', 'main', 'Main')".formatted(account),
                        "INSERT INTO meeting VALUES ('%s', '%s', 'm', 't', now(), now(), 'UTC', 'h')"
                                .formatted(meeting, account),
                        "INSERT INTO item (id, account_id, meeting_id, kind, state, file_name) VALUES ('%s', '%s', '%s', 'CHAT', 'STORED', 'f')"
                                .formatted(item, account, meeting),
                        "INSERT INTO item_key VALUES ('%s', '%s', '%s', '%s')"
                                .formatted(item, UUID.randomUUID(), key.vaultKeyId(), key.base64()))) {
                    statement.executeUpdate(row);
                }
            }
            assertThat(VaultClaim.of(new DriverManagerDataSource(
                                    postgres.jdbcUrl(), postgres.user(), postgres.password()))
                            .hold(vault))
                    .isEmpty();
        }
    }

    private static Said keys(Path data, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "keys";
        all[1] = "--data";
        all[2] = data.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Said.by(all);
    }
}
