package dev.tenure.retention;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.retention.explore.SteppingDataSource;
import dev.tenure.retention.hold.Covering;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Retention as it is wired in production, on one real PostgreSQL, a bucket in memory and a clock that tests move. */
public final class RetentionWorld implements AutoCloseable {

    public static final Actor ACTOR = Actor.token("records");
    public static final Instant ENDED = Instant.parse("2026-03-28T22:30:00Z");
    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    public static final Duration VERIFY_DELAY = Duration.ofSeconds(60);
    public static final Duration SKEW = Duration.ofSeconds(30);

    /** So many items of an account always go at once. */
    public static final int FEWEST = 500;

    private static final Duration A_LONG_TIME = Duration.ofDays(36_500);

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final HikariDataSource dataSource = new HikariDataSource();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final SettableClock clock = new SettableClock();
    private final MemoryStore store = new MemoryStore();
    private final BlindableHolds covering;

    RetentionWorld() {
        try {
            directory = Files.createTempDirectory("retention-it");
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
        postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory));
        dataSource.setJdbcUrl(postgres.jdbcUrl());
        dataSource.setUsername(postgres.user());
        dataSource.setPassword(postgres.password());
        dataSource.setMaximumPoolSize(10);
        // Waiting for the disk would only make thousands of rounds slow; who sees what and when is the same.
        dataSource.setConnectionInitSql("SET synchronous_commit = off");
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
                                "tenure.retention.skew-bound",
                                SKEW,
                                "tenure.retention.verify-delay",
                                VERIFY_DELAY,
                                // The clock of these tests is far from the machine's and leaps from test to test.
                                "tenure.brakes.clock-skew",
                                A_LONG_TIME,
                                "tenure.brakes.silence",
                                A_LONG_TIME,
                                "tenure.brakes.fewest",
                                FEWEST,
                                "tenure.retention.signing-key",
                                signingKey().toString(),
                                "tenure.trail.signing-key",
                                directory.resolve("trail-key.pem").toString())));
        context.registerBean(InstantSource.class, () -> clock, bean -> bean.setPrimary(true));
        DataSource stepping = new SteppingDataSource(dataSource).dataSource();
        context.registerBean(DataSource.class, () -> stepping);
        covering = new BlindableHolds(() -> context.getBean(Covering.class));
        context.registerBean(BlindableHolds.class, () -> covering, bean -> bean.setPrimary(true));
        context.registerBean(ObjectStore.class, () -> store);
        context.registerBean(KeyVault.class, () -> KeysetFileVault.create(directory.resolve("vault.json")));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(stepping));
        context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(stepping));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.register(Transactions.class);
        context.scan("dev.tenure.objectstore.sealing", "dev.tenure.catalog", "dev.tenure.retention");
        context.refresh();
    }

    @EnableTransactionManagement
    static class Transactions {}

    /** Hands the one world to test classes that ask for it. */
    public static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(RetentionWorld.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == RetentionWorld.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            RetentionWorld world = test.getRoot()
                    .getStore(SPACE)
                    .computeIfAbsent(RetentionWorld.class, absent -> new RetentionWorld(), RetentionWorld.class);
            world.clear();
            return world;
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        dataSource.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    /** Takes what earlier tests left out of the reach of sweeps, and sets the clock to a time when thirty days have long passed. */
    private void clear() {
        database()
                .sql("UPDATE item SET state = 'REJECTED' WHERE state <> 'PURGED'")
                .update();
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        covering.blind(false);
        store.unlockAll();
        store.beforeLoss(() -> {});
        store.faults().clear();
        store.batches();
    }

    public Path signingKey() {
        return directory.resolve("signing-key.pem");
    }

    public Path directory() {
        return directory;
    }

    public <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    public SettableClock clock() {
        return clock;
    }

    /** How holds reach items by themselves; may be made blind for what their queries ask for. */
    public BlindableHolds covering() {
        return covering;
    }

    public MemoryStore store() {
        return store;
    }

    public JdbcClient database() {
        return the(JdbcClient.class);
    }

    /** An account whose rules set no limits. */
    public AccountId anAccount() {
        return anAccount(RuleSet.Range.OPEN, RuleSet.Range.OPEN, Grace.ofDays(30));
    }

    public AccountId anAccount(RuleSet.Range range, RuleSet.Range statutory, Grace coolOff) {
        String slug = "a-" + UUID.randomUUID();
        AccountId account = the(Accounts.class).register(slug, "Account").id();
        the(RuleSets.class)
                .revise(account, new RuleSets.Wish(BERLIN, range, statutory, null, Grace.ofDays(30), coolOff), ACTOR);
        return account;
    }

    public static RuleSet.Range range(@Nullable String minimum, @Nullable String maximum) {
        return new RuleSet.Range(
                minimum == null ? null : RetentionPeriod.parse(minimum),
                maximum == null ? null : RetentionPeriod.parse(maximum));
    }

    public MeetingId aMeeting(AccountId account) {
        return the(Meetings.class)
                .register(
                        account,
                        new NewMeeting(
                                UUID.randomUUID().toString(),
                                "Weekly",
                                ENDED.minusSeconds(3600),
                                ENDED,
                                BERLIN,
                                "host@example.org",
                                List.of(new Meeting.Participant("Ada", "ada@example.org"))))
                .id();
    }

    /** READY items of one meeting, which ended at {@link #ENDED}; the host chose the period, or nobody did. */
    public List<ItemId> items(AccountId account, @Nullable String period, int count) {
        if (!(the(Choices.class).choose(account, period, ENDED) instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused: " + period);
        }
        MeetingId meeting = aMeeting(account);
        return the(TransactionTemplate.class).execute(status -> {
            List<ItemId> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                NewItem wish = new NewItem(
                        account, meeting, ItemKind.RECORDING, ENDED, chosen.retentionClass(), null, null, "talk.webm");
                Item item = the(Items.class).announce(wish, the(Items.class).freshKey(account), ACTOR);
                force(item.id(), ItemState.READY);
                made.add(item.id());
            }
            return List.copyOf(made);
        });
    }

    public Item anItem(AccountId account, @Nullable String period) {
        return the(items(account, period, 1).getFirst());
    }

    public Item the(ItemId id) {
        return the(Items.class).find(id).orElseThrow();
    }

    /** Puts the item into a state past all transitions. */
    public void force(ItemId id, ItemState state) {
        database()
                .sql("UPDATE item SET state = :state WHERE id = :id")
                .param("state", state.name())
                .param("id", id.value())
                .update();
    }

    /** The item, as if its host had deleted it then. */
    public Item trashed(ItemId id, Instant at) {
        database()
                .sql("UPDATE item SET state = 'TRASHED', trashed_from = state, trashed_at = CAST(:at AS timestamptz)"
                        + " WHERE id = :id")
                .param("at", at.toString())
                .param("id", id.value())
                .update();
        return the(id);
    }

    /** An object of the item as readers see it, its bytes in the bucket. */
    public StoredObject anObject(Item item, ObjectRole role, String name, byte[] bytes) {
        StoredObjects objects = the(StoredObjects.class);
        StoredObject object = objects.announce(
                        item.id(),
                        EnumSet.allOf(ItemState.class),
                        role,
                        "1",
                        name,
                        SealedLayout.partSizeFor(bytes.length),
                        "video/mp4")
                .orElseThrow();
        try {
            objects.complete(
                    object.id(),
                    the(ItemBytes.class).write(object, new ByteArrayInputStream(bytes), ObjectTags.none()));
        } catch (IOException e) {
            throw new AssertionError("memory could not be read", e);
        }
        objects.publish(List.of(object.id()));
        return objects.find(object.id()).orElseThrow();
    }

    public boolean hasKey(ItemId id) {
        return the(Items.class).key(id).isPresent();
    }

    public ObjectKey key(Item item, String rest) {
        return StoredObject.prefixOf(item.account(), item.id()).key(rest);
    }

    public long count(String table, ItemId item) {
        return database()
                .sql("SELECT count(*) FROM " + table + " WHERE item_id = :item")
                .param("item", item.value())
                .query(Long.class)
                .single();
    }
}
