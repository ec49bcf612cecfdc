package dev.tenure.ingest.handover.work;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.handover.Choosing;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
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
import org.springframework.util.ClassUtils;
import org.springframework.util.FileSystemUtils;

/** Taking over as it is wired in production, on one real PostgreSQL and one real S3 server, with a clock that tests move on. */
public final class HandOverWorld implements AutoCloseable {

    static final Actor ACTOR = Actor.token("integration");

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;
    private final HikariDataSource dataSource = new HikariDataSource();
    private final ObjectStore ours;
    private final MeddledStore store;
    private final ObjectStore theirs;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    HandOverWorld() {
        try {
            directory = Files.createTempDirectory("hand-over-it");
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
        ours = bucket("ours");
        store = new MeddledStore(ours);
        theirs = bucket("egress");
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "tenure.hand-over.allowed-networks",
                                "127.0.0.0/8",
                                "tenure.hand-over.directory",
                                folders().toString(),
                                "tenure.ingest.max-upload-size",
                                "100MB",
                                "tenure.ingest.text.scratch",
                                directory.resolve("text").toString(),
                                "tenure.trail.signing-key",
                                directory.resolve("trail.pem").toString())));
        context.registerBean(InstantSource.class, () -> this::now, bean -> bean.setPrimary(true));
        context.registerBean(DataSource.class, () -> dataSource);
        context.getBeanFactory().registerSingleton("store", store.asStore());
        context.registerBean(KeyVault.class, () -> KeysetFileVault.create(directory.resolve("vault.json")));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.registerBean(Choosing.class, () -> this::choose);
        context.register(Transactions.class);
        // By its name: scanning its package would find what other tests configure.
        context.register(ClassUtils.resolveClassName("dev.tenure.ingest.IngestConfiguration", null));
        context.scan(
                "dev.tenure.objectstore.sealing",
                "dev.tenure.catalog",
                "dev.tenure.ingest.handover",
                "dev.tenure.ingest.inspect",
                "dev.tenure.ingest.notice",
                "dev.tenure.ingest.quarantine");
        context.refresh();
    }

    @EnableTransactionManagement
    static class Transactions {}

    /** Hands the one world to test classes that ask for it. */
    public static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(HandOverWorld.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == HandOverWorld.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(SPACE)
                    .computeIfAbsent(HandOverWorld.class, absent -> new HandOverWorld(), HandOverWorld.class);
        }
    }

    private Choosing.Chosen choose(
            AccountId account, ItemKind kind, String host, @Nullable String period, Instant anchor) {
        if ("P999Y".equals(period)) {
            return new Choosing.Chosen.Refused("at most P1Y");
        }
        String retentionClass = "class-" + account;
        the(RetentionClasses.class).intern(new RetentionClasses.RetentionClass(retentionClass, account, "{}"));
        return new Choosing.Chosen.Kept(new NewUpload.RetentionFacts(retentionClass, "2030-01-01T00:00:00Z"));
    }

    private ObjectStore bucket(String name) {
        ObjectStore bucket = S3Stores.open(new S3Settings(
                s3.endpoint(), s3.region(), name, s3.accessKey(), s3.secretKey(), true, null, Duration.ofSeconds(60)));
        bucket.ensureBucket();
        return bucket;
    }

    @Override
    public void close() throws IOException {
        context.close();
        dataSource.close();
        s3.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    public <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    /** Lets something happen while a file is fetched: once, before the first of it is stored. */
    void whileStoring(Runnable once) {
        store.beforeItIsWrittenTo(once);
    }

    /** Our bucket loses what it was given. */
    void losesVersion(ObjectVersion version) {
        ours.deleteVersions(List.of(version));
    }

    public JdbcClient database() {
        return the(JdbcClient.class);
    }

    /** Below it, accounts have their directories. */
    public Path folders() {
        return directory.resolve("folders");
    }

    public Instant now() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    public void advance(Duration by) {
        ahead.updateAndGet(now -> now.plus(by));
    }

    /** An account; its name is its short name. */
    public AccountId anAccount() {
        String slug = "a-" + UUID.randomUUID();
        return the(Accounts.class).register(slug, slug).id();
    }

    public String slug(AccountId account) {
        return the(Accounts.class).find(account).orElseThrow().slug();
    }

    /** A media server puts a file into its bucket. */
    public void puts(String key, byte[] bytes) {
        theirs.put(ObjectKey.listed(key), bytes, "video/webm", new ObjectTags(new TreeMap<>()));
    }

    public boolean has(String key) {
        return theirs.facts(ObjectKey.listed(key)).isPresent();
    }

    /** Of the media server's bucket, which keeps versions: the one that is there now. */
    String versionOf(String key) {
        return theirs.facts(ObjectKey.listed(key)).orElseThrow().versionId();
    }

    /** Where it is, as its address says. */
    public String addressOf(String key) {
        return s3.endpoint() + "/egress/" + key;
    }

    /** The settings of the media server's bucket. */
    public Map<String, String> bucketSettings() {
        return Map.of(
                "bucket-name", "egress",
                "bucket-endpoint", s3.endpoint().toString(),
                "bucket-access-key", s3.accessKey());
    }

    public String bucketSecret() {
        return s3.secretKey();
    }

    /** A source of the account. */
    public Source aSource(
            AccountId account,
            String adapter,
            Map<String, String> settings,
            Map<String, String> secrets,
            boolean deleteAfter) {
        Source source = new Source(
                new SourceId(the(Ids.class).next()),
                account,
                adapter,
                "test",
                settings,
                null,
                ZoneOffset.UTC,
                "host@example.org",
                deleteAfter,
                true,
                1,
                now(),
                null,
                null,
                null);
        if (!the(Sources.class).create(source, secrets, ACTOR)) {
            throw new AssertionError("too many sources");
        }
        return source;
    }

    /** Works until nothing is due. Of other tests' sources nothing is left to do, because each ends its own. */
    public void work() {
        Collector collector = the(Collector.class);
        for (int i = 0; i < 20; i++) {
            collector.nudge();
            if (!collector.quiet(Duration.ofSeconds(60))) {
                throw new AssertionError("the collector does not come to rest");
            }
        }
    }

    public List<Told> told(Source source) {
        return the(Sources.class).told(source, null, 1000);
    }

    public Told only(Source source) {
        List<Told> told = told(source);
        if (told.size() != 1) {
            throw new AssertionError("not one: " + told);
        }
        return told.getFirst();
    }

    public Optional<Item> item(@Nullable ItemId id) {
        return id == null ? Optional.empty() : the(Items.class).find(id);
    }

    /** Bytes that begin as a WebM does. */
    public static byte[] webm(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        byte[] head = "\u001aE\u00df\u00a3\u009fB\u0086\1\1B\u0082\u0084webm".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, bytes, 0, head.length);
        return bytes;
    }
}
