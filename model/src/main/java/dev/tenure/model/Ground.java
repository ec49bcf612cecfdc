package dev.tenure.model;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.manifest.Manifests;
import dev.tenure.catalog.recovery.Ledger;
import dev.tenure.catalog.recovery.Rebuild;
import dev.tenure.catalog.recovery.RebuildReport;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.RecoveryKey;
import dev.tenure.retention.brake.MachineTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Where histories take place: retention and the catalog as production wires them, on a real PostgreSQL and a {@link Bucket}. True time and the database's
 * clock are the runner's. A process is a context of its own; the one that died is replaced by another one.
 */
final class Ground implements AutoCloseable {

    static final Duration SKEW = Duration.ofSeconds(30);
    static final Duration VERIFY_DELAY = Duration.ofMinutes(15);

    /** Between two comparisons of catalog and bucket. */
    static final Duration COMPARED_EVERY = Duration.ofHours(1);

    static final Duration ORPHANS_KEPT = Duration.ofDays(2);

    private static final int LEDGER_PAGE = 100;
    private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final HikariDataSource dataSource = new HikariDataSource();
    private final JdbcSlate slate;
    private final Mortality life = new Mortality();
    private final Bucket bucket = new Bucket(life);
    private final KeyVault vault;
    private final RecoveryKey recoveryKey;
    private volatile Instant trueTime = BEGINNING;
    private volatile Duration clockAhead = Duration.ZERO;
    private boolean begunAgain;
    private boolean clockWasRight = true;
    private AnnotationConfigApplicationContext process;

    Ground() throws IOException, SQLException {
        directory = Files.createTempDirectory("tenure-model");
        postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory));
        dataSource.setJdbcUrl(postgres.jdbcUrl());
        dataSource.setUsername(postgres.user());
        dataSource.setPassword(postgres.password());
        dataSource.setMaximumPoolSize(10);
        dataSource.setConnectionInitSql(JdbcSlate.FIRST);
        slate = new JdbcSlate(dataSource);
        slate.makeClock(BEGINNING);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .defaultSchema("public")
                .load()
                .migrate();
        vault = KeysetFileVault.create(directory.resolve("vault.json"));
        recoveryKey = RecoveryKey.create(directory.resolve("recovery-key.json"));
        recoveryKey.publish(directory.resolve("recovery.json"));
        process = process();
        slate.remember();
    }

    @EnableTransactionManagement
    static class Transactions {}

    private final MachineTime machine = new MachineTime() {
        @Override
        public Instant instant() {
            return trueTime;
        }

        @Override
        public long nanoTime() {
            Duration since = Duration.between(BEGINNING, trueTime);
            return TimeUnit.SECONDS.toNanos(since.toSeconds()) + since.toNanosPart();
        }
    };

    private AnnotationConfigApplicationContext process() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        DataSource mortal = new DelegatingDataSource(dataSource) {
            @Override
            public java.sql.Connection getConnection() throws SQLException {
                life.requireLife();
                return super.getConnection();
            }
        };
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "model",
                        Map.of(
                                "tenure.retention.skew-bound",
                                SKEW,
                                "tenure.retention.verify-delay",
                                VERIFY_DELAY,
                                "tenure.brakes.clock-skew",
                                SKEW,
                                // Between two sweeps of a history there may be months.
                                "tenure.brakes.silence",
                                Duration.ofDays(36_500),
                                "tenure.reconcile.every",
                                COMPARED_EVERY,
                                "tenure.reconcile.young",
                                COMPARED_EVERY,
                                "tenure.reconcile.keep",
                                ORPHANS_KEPT,
                                "tenure.recovery.public-key",
                                directory.resolve("recovery.json").toString(),
                                "tenure.retention.signing-key",
                                directory.resolve("signing-key.pem").toString(),
                                "tenure.trail.signing-key",
                                directory.resolve("trail-key.pem").toString())));
        context.registerBean(DataSource.class, () -> mortal);
        context.registerBean(MachineTime.class, () -> machine);
        context.registerBean(ObjectStore.class, bucket::seen);
        context.registerBean(KeyVault.class, () -> vault);
        // No second tries, so that every failure is met, and nobody sleeps.
        context.registerBean(DeletionLimits.class, () -> new DeletionLimits(1, Duration.ofNanos(1), 1, 2));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(mortal));
        context.registerBean(PlatformTransactionManager.class, () -> new MortalTransactions(mortal, life));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.register(Transactions.class);
        context.scan("dev.tenure.objectstore.sealing", "dev.tenure.catalog", "dev.tenure.retention");
        context.refresh();
        return context;
    }

    <T> T the(Class<T> type) {
        return process.getBean(type);
    }

    Bucket bucket() {
        return bucket;
    }

    Mortality life() {
        return life;
    }

    JdbcSlate slate() {
        return slate;
    }

    /**
     * Another process goes on, which remembers nothing. Once in a history it is really another one; after that the same one has to do, because one takes as
     * long to begin as many commands do.
     */
    void beginAgain() {
        life.begin();
        if (!begunAgain) {
            begunAgain = true;
            process.close();
            process = process();
        }
    }

    /** Everything is as in the beginning, but the trail. */
    void wipe() throws SQLException {
        life.begin();
        slate.wipe();
        trueTime = BEGINNING;
        clockAhead = Duration.ZERO;
        slate.set(BEGINNING);
        begunAgain = false;
        clockWasRight = true;
    }

    /** Writes into the bucket what this database knows, past all faults. */
    void tellBucket() {
        life.begin();
        bucket.real().faults().past(() -> {
            while (the(Ledger.class).write(LEDGER_PAGE) > 0) {
                // More than a page was told.
            }
            return the(Manifests.class).catchUp(Integer.MAX_VALUE);
        });
    }

    /** Puts what the bucket knows into another database. */
    RebuildReport putBackInto(DataSource other) {
        Set<String> signers =
                Set.of(SigningKey.open(directory.resolve("trail-key.pem")).keyId());
        return bucket.real()
                .faults()
                .past(() -> new Rebuild(other, bucket.real(), vault, recoveryKey, signers).run(false));
    }

    /** Another database, as a new installation finds it; it goes with the ground. */
    SingleConnectionDataSource anotherDatabase(String name) {
        slate.make(name);
        String address = postgres.jdbcUrl().replaceFirst("/[^/]*$", "/" + name);
        Flyway.configure()
                .dataSource(address, postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return new SingleConnectionDataSource(address, postgres.user(), postgres.password(), true);
    }

    DataSource database() {
        return dataSource;
    }

    /** What time it really is. */
    Instant trueTime() {
        return trueTime;
    }

    /** What the database says. */
    Instant databaseTime() {
        return trueTime.plus(clockAhead);
    }

    boolean clocksAgree() {
        return clockAhead.isZero();
    }

    void pass(Duration time) {
        trueTime = trueTime.plus(time);
        slate.set(databaseTime());
    }

    /** Whether, in this history, the clock always showed what time it was. */
    boolean clockWasRight() {
        return clockWasRight;
    }

    void moveClock(Duration by) {
        clockWasRight = false;
        clockAhead = clockAhead.plus(by);
        slate.set(databaseTime());
    }

    void setClockRight() {
        clockAhead = Duration.ZERO;
        slate.set(databaseTime());
    }

    @Override
    public void close() throws IOException {
        process.close();
        dataSource.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }
}
