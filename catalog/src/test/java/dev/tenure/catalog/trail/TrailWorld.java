package dev.tenure.catalog.trail;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.CatalogWorld;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.access.ApplicationGrants;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** The catalog with its trail as production wires it, as the application's role, in a database and a bucket of its own. */
final class TrailWorld implements AutoCloseable {

    static final Actor ACTOR = Actor.token("records");

    private final CatalogWorld shared;
    private final String name;
    private final Path directory;
    private final HikariDataSource owner;
    private final HikariDataSource application;
    private final ObjectStore store;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    TrailWorld(CatalogWorld shared) {
        this(shared, Map.of());
    }

    TrailWorld(CatalogWorld shared, Map<String, Object> settings) {
        this.shared = shared;
        try {
            directory = Files.createTempDirectory("trail-it");
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
        name = shared.ownDatabase("template1");
        owner = shared.asOwner(name);
        application = shared.asApplication(name);
        migrate(owner, shared.applicationRole());
        store = shared.store("trail-" + UUID.randomUUID());
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("tenure.trail.signing-key", keyFile().toString())));
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("more", settings));
        context.registerBean(DataSource.class, () -> application);
        context.registerBean(ObjectStore.class, () -> store);
        context.registerBean(KeyVault.class, () -> KeysetFileVault.create(directory.resolve("vault.json")));
        // The catalog's tests bring JdbcClient and transactions along.
        context.scan("dev.tenure.objectstore.sealing", "dev.tenure.catalog");
        context.refresh();
    }

    static void migrate(DataSource owner, String role) {
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/migration")
                .callbacks(new ApplicationGrants(role))
                .load()
                .migrate();
    }

    Path keyFile() {
        return directory.resolve("trail.pem");
    }

    <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    Trail trail() {
        return the(Trail.class);
    }

    JdbcTree tree() {
        return the(JdbcTree.class);
    }

    /** Whom nothing is refused but by triggers. */
    JdbcClient owner() {
        return JdbcClient.create(owner);
    }

    JdbcClient application() {
        return JdbcClient.create(application);
    }

    ObjectStore store() {
        return store;
    }

    AccountId anAccount() {
        return the(Accounts.class).register("a-" + UUID.randomUUID(), "Account").id();
    }

    ItemId anItem(AccountId account) {
        return the(Items.class)
                .announce(
                        new NewItem(
                                account,
                                the(Meetings.class)
                                        .register(account, CatalogWorld.aMeeting())
                                        .id(),
                                ItemKind.RECORDING,
                                Instant.parse("2026-11-20T10:00:00Z"),
                                null,
                                null,
                                null,
                                "talk.webm"),
                        the(Items.class).freshKey(account),
                        ACTOR)
                .id();
    }

    /** Entries of an account; each run of the sequencer gives so many of them their leaves. */
    void entries(AccountId account, int... runs) {
        int number = 0;
        for (int run : runs) {
            for (int i = 0; i < run; i++) {
                trail().append(account, null, ACTOR, "test.happened", Map.of("number", Integer.toString(number++)));
            }
            the(TrailSequencer.class).run();
        }
    }

    TrailReport check() {
        return the(TrailCheck.class).run(List.of());
    }

    List<SignedHead> heads() {
        List<SignedHead> heads = new ArrayList<>();
        for (long size : owner().sql("SELECT size FROM trail_head ORDER BY size")
                .query(Long.class)
                .list()) {
            heads.add(tree().head(size).orElseThrow());
        }
        return heads;
    }

    long count(String table) {
        return owner().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the program, and leaves the database. */
    String leave() {
        context.close();
        application.close();
        owner.close();
        return name;
    }

    CatalogWorld shared() {
        return shared;
    }

    @Override
    public void close() throws IOException {
        leave();
        FileSystemUtils.deleteRecursively(directory);
    }
}
