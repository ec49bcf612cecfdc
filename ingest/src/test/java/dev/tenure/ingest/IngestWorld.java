package dev.tenure.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** One real PostgreSQL and one real bucket for all tests of the module, and machines that work on them. */
final class IngestWorld implements AutoCloseable {

    static final int PART = 8 << 20;

    /** Header; a segment, a track and a cluster, the first and the last without a size, as live recorders write them. */
    private static final String WEBM_HEAD = "\u001aE\u00df\u00a3\u008bB\u0086\u0081\1B\u0082\u0084webm"
            + "\u0018S\u0080g\1\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
            + "\u0016T\u00aek\u0085\u00ae\u0083\u00d7\u0081\1"
            + "\u001fC\u00b6u\1\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff";

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;
    private final ObjectStore store;
    private final KeyVault vault;
    private final Machine machine;
    private final AccountId account;

    IngestWorld() {
        try {
            directory = Files.createTempDirectory("ingest-it");
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
        postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory));
        s3 = EmbeddedS3.start(EmbeddedDirectories.under(directory));
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        store = S3Stores.open(new S3Settings(
                s3.endpoint(),
                s3.region(),
                "ingest",
                s3.accessKey(),
                s3.secretKey(),
                true,
                null,
                Duration.ofSeconds(60)));
        store.ensureBucket();
        vault = KeysetFileVault.create(directory.resolve("vault.json"));
        machine = boot(store);
        account = anAccount();
    }

    /** Hands the one world to test classes that ask for it. */
    static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(IngestWorld.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == IngestWorld.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(SPACE)
                    .computeIfAbsent(IngestWorld.class, absent -> new IngestWorld(), IngestWorld.class);
        }
    }

    @Override
    public void close() throws IOException {
        machine.close();
        s3.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    /** The machine that runs all the time. */
    Machine machine() {
        return machine;
    }

    /** Another machine of the fleet, or the same after a restart: it shares no memory with any other. */
    Machine boot() {
        return boot(store);
    }

    Machine boot(ObjectStore through) {
        return boot(through, Map.of());
    }

    /** A machine with settings of its own. */
    Machine boot(Map<String, Object> settings) {
        return boot(store, settings);
    }

    Machine boot(ObjectStore through, Map<String, Object> settings) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(postgres.jdbcUrl());
        dataSource.setUsername(postgres.user());
        dataSource.setPassword(postgres.password());
        dataSource.setMaximumPoolSize(6);
        dataSource.setMinimumIdle(0);
        return new Machine(dataSource, through, vault, directory.resolve("trail.pem"), settings);
    }

    ObjectStore store() {
        return store;
    }

    AccountId account() {
        return account;
    }

    AccountId anAccount() {
        String slug = "a-" + UUID.randomUUID();
        return machine.the(Accounts.class).register(slug, slug).id();
    }

    /** A recording that ended an hour ago, with everything said that must be said. */
    NewUpload aRecording(long length) {
        return aRecording(account, length);
    }

    NewUpload aRecording(AccountId account, long length) {
        Instant end = machine.the(InstantSource.class).instant().minus(Duration.ofHours(1));
        String retentionClass = "class-" + account;
        machine.the(RetentionClasses.class).intern(new RetentionClasses.RetentionClass(retentionClass, account, "{}"));
        return new NewUpload(
                account,
                Actor.token("recorder"),
                new NewMeeting(
                        UUID.randomUUID().toString(),
                        "Weekly",
                        end.minus(Duration.ofHours(1)),
                        end,
                        ZoneOffset.UTC,
                        "host@example.org",
                        List.of()),
                ItemKind.RECORDING,
                "talk.webm",
                length,
                end,
                new NewUpload.NoticeShown("consent", 1, "en", "This meeting is recorded.", end),
                new NewUpload.RetentionFacts(retentionClass, "2027-01-01T00:00:00Z"),
                null);
    }

    static Instant endOf(NewUpload recording) {
        return Objects.requireNonNull(recording.recordedUntil());
    }

    static NewUpload with(
            NewUpload wish,
            @Nullable Instant end,
            NewUpload.@Nullable NoticeShown notice,
            @Nullable ContentHash expected) {
        return new NewUpload(
                wish.account(),
                wish.actor(),
                wish.meeting(),
                wish.kind(),
                wish.fileName(),
                wish.length(),
                end,
                notice,
                wish.retention(),
                expected);
    }

    static NewUpload of(NewUpload wish, ItemKind kind, String fileName) {
        return new NewUpload(
                wish.account(),
                wish.actor(),
                wish.meeting(),
                kind,
                fileName,
                wish.length(),
                wish.recordedUntil(),
                wish.notice(),
                wish.retention(),
                wish.expectedHash());
    }

    /** Bytes that begin as a WebM does, or where they are too few for that as another medium, and go on at random, the same for the same size. */
    static byte[] webm(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        byte[] head = (size < WEBM_HEAD.length() ? "fLaC" : WEBM_HEAD).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, bytes, 0, Math.min(size, head.length));
        return bytes;
    }

    static ContentHash hash(byte[] bytes) {
        try {
            return ContentHash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
