package dev.tenure.app.whole;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A database cluster and an S3 server that outlive the servers which are killed on them. */
final class LastingParts implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;

    LastingParts(Path place) {
        EmbeddedDirectories directories = EmbeddedDirectories.under(place);
        postgres = EmbeddedPostgres.start(directories);
        s3 = EmbeddedS3.start(directories);
    }

    @Override
    public void close() {
        s3.close();
        postgres.close();
    }

    /** What one installation keeps there: a database and a bucket of its own. */
    final class Share {

        private final String bucket;
        private final String database;

        private Share(String name) {
            bucket = name;
            database = postgres.jdbcUrl().replaceFirst("/tenure\\b", "/" + name.replace('-', '_'));
        }

        /** What a server is told of it. */
        Map<String, String> environment() {
            return Map.of(
                    "TENURE_DB_URL", database,
                    "TENURE_DB_USER", postgres.user(),
                    "TENURE_DB_PASSWORD", postgres.password(),
                    "TENURE_S3_ENDPOINT", s3.endpoint().toString(),
                    "TENURE_S3_REGION", s3.region(),
                    "TENURE_S3_BUCKET", bucket,
                    "TENURE_S3_ACCESS_KEY", s3.accessKey(),
                    "TENURE_S3_SECRET_KEY", s3.secretKey());
        }

        Connection database() throws SQLException {
            return DriverManager.getConnection(database, postgres.user(), postgres.password());
        }

        ObjectStore store() {
            return S3Stores.open(new S3Settings(
                    s3.endpoint(),
                    s3.region(),
                    bucket,
                    s3.accessKey(),
                    s3.secretKey(),
                    true,
                    null,
                    Duration.ofSeconds(30)));
        }
    }

    /** A fresh one, of this name. */
    Share share(String name) throws SQLException {
        run("CREATE DATABASE " + name.replace('-', '_'));
        return new Share(name);
    }

    /** Its database is lost, and an empty one is in its place; whoever is connected is cut off. */
    void lose(Share share) throws SQLException {
        String name = share.bucket.replace('-', '_');
        run("DROP DATABASE " + name + " WITH (FORCE)");
        run("CREATE DATABASE " + name);
    }

    private void run(String command) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
