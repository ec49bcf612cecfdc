package dev.tenure.storageapi.webhook;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.EventId;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.reach.HttpSender;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Webhooks as they are wired in production, on one real PostgreSQL, with a clock that tests move and receivers on this machine. */
final class WebhookWorld implements AutoCloseable {

    static final Actor ACTOR = Actor.token("integration");

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final HikariDataSource dataSource = new HikariDataSource();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    WebhookWorld() {
        try {
            directory = Files.createTempDirectory("webhook-it");
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
        postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory));
        dataSource.setJdbcUrl(postgres.jdbcUrl());
        dataSource.setUsername(postgres.user());
        dataSource.setPassword(postgres.password());
        dataSource.setMaximumPoolSize(20);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "tenure.webhooks.allowed-networks",
                                "127.0.0.0/8",
                                "tenure.webhooks.deadline",
                                "30s",
                                "tenure.retention.signing-key",
                                directory.resolve("key.pem").toString(),
                                "tenure.trail.signing-key",
                                directory.resolve("trail.pem").toString())));
        context.registerBean(InstantSource.class, () -> now::get, bean -> bean.setPrimary(true));
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(ObjectStore.class, () -> new InMemoryObjectStore());
        context.registerBean(KeyVault.class, () -> KeysetFileVault.create(directory.resolve("vault.json")));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.register(Transactions.class, WebhookConfiguration.class);
        context.scan("dev.tenure.objectstore.sealing", "dev.tenure.catalog", "dev.tenure.retention");
        context.refresh();
    }

    @EnableTransactionManagement
    static class Transactions {}

    /** Hands the one world to test classes that ask for it, with nothing under way in it. */
    static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(WebhookWorld.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == WebhookWorld.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            WebhookWorld world = test.getRoot()
                    .getStore(SPACE)
                    .computeIfAbsent(WebhookWorld.class, absent -> new WebhookWorld(), WebhookWorld.class);
            world.clear();
            return world;
        }
    }

    /** What earlier tests left is nobody's any more, and it is now: what verifies messages looks at the machine's clock. */
    private void clear() {
        database().sql("DELETE FROM webhook").update();
        now.set(database()
                .sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant());
    }

    @Override
    public void close() throws IOException {
        context.close();
        dataSource.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient database() {
        return the(JdbcClient.class);
    }

    Instant now() {
        return now.get();
    }

    void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    AccountId anAccount() {
        String slug = "a-" + UUID.randomUUID();
        return the(Accounts.class).register(slug, "Account").id();
    }

    /** A webhook with its secret. */
    record Made(Webhook webhook, String secret) {}

    Made aWebhook(AccountId account, String url, EventType... types) {
        Webhook webhook = new Webhook(
                new WebhookId(the(Ids.class).next()),
                account,
                url,
                "",
                List.of(types),
                true,
                null,
                now(),
                null,
                null,
                1);
        return new Made(
                webhook,
                the(Webhooks.class).create(webhook, ACTOR).orElseThrow().text());
    }

    Webhook now(Webhook webhook) {
        return the(Webhooks.class).find(webhook.account(), webhook.id()).orElseThrow();
    }

    EventId anEvent(AccountId account) {
        return the(Outbox.class).append(EventType.ITEM_READY, account, Map.of("item", "1"));
    }

    /** A worker as another process would have it. */
    Dispatcher worker(TransactionOperations transaction) {
        return new Dispatcher(
                the(Outbox.class),
                the(JdbcWebhooks.class),
                the(JdbcDeliveries.class),
                the(Secrets.class),
                the(Trail.class),
                the(HttpSender.class),
                new RetrySchedule(() -> 0),
                the(WebhookSettings.class),
                now::get,
                transaction);
    }

    Dispatcher worker() {
        return worker(the(TransactionOperations.class));
    }

    List<Deliveries.Delivery> deliveries(Webhook webhook) {
        return the(JdbcDeliveries.class).page(webhook.id(), null, 1000);
    }

    List<String> trail(AccountId account) {
        return database()
                .sql("SELECT action FROM trail_entry WHERE account_id = :account ORDER BY sequence")
                .param("account", account.value())
                .query((row, number) -> row.getString("action"))
                .list();
    }
}
