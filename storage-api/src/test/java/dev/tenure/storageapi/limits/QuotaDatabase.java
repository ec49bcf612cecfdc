package dev.tenure.storageapi.limits;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.FileSystemUtils;

/** A real PostgreSQL with the table of quotas, which can be made to hesitate and to fail. */
final class QuotaDatabase extends DelegatingDataSource implements AutoCloseable {

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final HikariDataSource pool = new HikariDataSource();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable CountDownLatch gate;
    private volatile boolean down;

    QuotaDatabase() throws IOException {
        directory = Files.createTempDirectory("quota-it");
        postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(directory));
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        setTargetDataSource(pool);
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/storage-api/V202611260510__rate_bucket.sql"))
                .execute(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        asked.incrementAndGet();
        CountDownLatch closed = gate;
        if (closed != null) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted", e);
            }
        }
        if (down) {
            throw new SQLException("the database is down");
        }
        return super.getConnection();
    }

    /** How often somebody wanted a connection. */
    int asked() {
        return asked.get();
    }

    /** Lets whoever wants a connection wait until the latch that this returns is at zero. */
    CountDownLatch hesitate() {
        CountDownLatch closed = new CountDownLatch(1);
        gate = closed;
        return closed;
    }

    void fail(boolean failing) {
        down = failing;
    }

    @Override
    public void close() throws IOException {
        pool.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }
}
