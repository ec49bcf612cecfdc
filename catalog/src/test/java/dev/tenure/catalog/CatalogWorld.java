package dev.tenure.catalog;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** The real catalog on one real PostgreSQL and one real bucket, shared by all tests of the module. */
public final class CatalogWorld implements AutoCloseable {

    static final Actor ACTOR = Actor.system("test");
    static final Instant ENDED = Instant.parse("2026-11-20T10:00:00Z");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;
    private final HikariDataSource dataSource = new HikariDataSource();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    CatalogWorld() {
        try {
            directory = Files.createTempDirectory("catalog-it");
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
        postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory));
        s3 = EmbeddedS3.start(EmbeddedDirectories.under(directory));
        dataSource.setJdbcUrl(postgres.jdbcUrl());
        dataSource.setUsername(postgres.user());
        dataSource.setPassword(postgres.password());
        dataSource.setMaximumPoolSize(20);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        ObjectStore store = store("catalog");
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(ObjectStore.class, () -> store);
        context.registerBean(KeyVault.class, () -> KeysetFileVault.create(directory.resolve("vault.json")));
        context.register(CatalogConfiguration.class, Transactions.class);
        context.scan(
                "dev.tenure.objectstore.sealing",
                "dev.tenure.catalog.listing",
                "dev.tenure.catalog.people",
                "dev.tenure.catalog.manifest");
        context.refresh();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Transactions {

        @Bean
        JdbcClient database(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        TransactionTemplate transaction(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }
    }

    /** Hands the one world to test classes that ask for it. */
    public static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(CatalogWorld.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == CatalogWorld.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(SPACE)
                    .computeIfAbsent(CatalogWorld.class, absent -> new CatalogWorld(), CatalogWorld.class);
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        dataSource.close();
        s3.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    OwnCatalog ownCatalog() {
        return new OwnCatalog(asOwner(ownDatabase("template1")));
    }

    /** A new database, as that template is; nobody may be connected to the template. */
    public String ownDatabase(String template) {
        String name = "own_" + UUID.randomUUID().toString().replace('-', '_');
        database().sql("CREATE DATABASE " + name + " TEMPLATE " + template).update();
        return name;
    }

    /** Connections of who owns a database and may do everything. */
    public HikariDataSource asOwner(String name) {
        return connect(name, postgres.user(), postgres.password());
    }

    /** Connections of the application's role. */
    public HikariDataSource asApplication(String name) {
        return connect(name, postgres.applicationUser(), postgres.applicationPassword());
    }

    public String applicationRole() {
        return postgres.applicationUser();
    }

    private HikariDataSource connect(String name, String user, String password) {
        HikariDataSource own = new HikariDataSource();
        own.setJdbcUrl(postgres.jdbcUrl().replaceFirst("/[^/]*$", "/" + name));
        own.setUsername(user);
        own.setPassword(password);
        own.setMaximumPoolSize(8);
        own.setMinimumIdle(0);
        return own;
    }

    /** A bucket of this name. */
    public ObjectStore store(String bucket) {
        ObjectStore store = S3Stores.open(new S3Settings(
                s3.endpoint(),
                s3.region(),
                bucket,
                s3.accessKey(),
                s3.secretKey(),
                true,
                null,
                Duration.ofSeconds(60)));
        store.ensureBucket();
        return store;
    }

    JdbcClient database() {
        return the(JdbcClient.class);
    }

    <T> T inTransaction(Supplier<T> work) {
        T result = the(TransactionTemplate.class).execute(status -> work.get());
        if (result == null) {
            throw new AssertionError("a transaction gave nothing back");
        }
        return result;
    }

    AccountId anAccount() {
        String slug = "a-" + UUID.randomUUID();
        return the(Accounts.class).register(slug, "Account " + slug).id();
    }

    public static NewMeeting aMeeting() {
        return new NewMeeting(
                UUID.randomUUID().toString(),
                "Weekly",
                ENDED.minusSeconds(3600),
                ENDED,
                ZoneId.of("Europe/Berlin"),
                "host@example.org",
                List.of(new Meeting.Participant("Ada", "ada@example.org"), new Meeting.Participant("Grace", null)));
    }

    Item aReceivingItem(AccountId account) {
        return aReceivingItem(
                account, the(Meetings.class).register(account, aMeeting()).id(), null);
    }

    Item aReceivingItem(AccountId account, MeetingId meeting, @Nullable String retentionClass) {
        return the(Items.class)
                .announce(
                        new NewItem(
                                account, meeting, ItemKind.RECORDING, ENDED, retentionClass, null, null, "talk.webm"),
                        the(Items.class).freshKey(account),
                        ACTOR);
    }

    /** An item put into a state past all transitions. */
    Item anItemIn(AccountId account, ItemState state) {
        return force(aReceivingItem(account), state);
    }

    Item force(Item item, ItemState state) {
        database()
                .sql(
                        "UPDATE item SET state = :state, trashed_at = CASE WHEN :state = 'TRASHED' THEN clock_timestamp() END WHERE id = :id")
                .param("state", state.name())
                .param("id", item.id().value())
                .update();
        return the(Items.class).find(item.id()).orElseThrow();
    }

    String aRetentionClass(AccountId account) {
        String id = "class-" + UUID.randomUUID();
        the(RetentionClasses.class).intern(new RetentionClasses.RetentionClass(id, account, "{\"rule\": \"P30D\"}"));
        return id;
    }

    /** Waits until somebody in the database waits for a lock. */
    void awaitBlockedSession() {
        await(
                "a session that waits for a lock",
                () -> database()
                        .sql("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')")
                        .query(Boolean.class)
                        .single());
    }

    static void await(String what, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new AssertionError("never came: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
