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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One recording lives its whole life while its server dies at every step of it, on a database and a bucket that live on. {@code
 * -Dcrash.lives=all} adds the lives in which it dies before, and after, each of the steps.
 */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    /** The steps in the order of a life. Each is reached anew after the death before it. */
    private static final List<String> STEPS = List.of(
            "Items.announce",
            "ObjectStore.put",
            "ObjectStore.beginUpload",
            "ObjectStore.uploadPart",
            "ObjectStore.completeUpload",
            "StoredObjects.publish",
            "Items.move.STORED",
            "StoredObjects.announce.PLAYLIST",
            "Items.move.READY",
            "Items.classify",
            "Items.destroyKey",
            "ObjectStore.deleteVersions",
            "Items.move.PURGED");

    private final World world;
    private final Path place;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;

    CrashIT(World world) {
        this.world = world;
        place = world.directory("crash");
        EmbeddedDirectories directories = EmbeddedDirectories.under(place.resolve("parts"));
        postgres = EmbeddedPostgres.start(directories);
        s3 = EmbeddedS3.start(directories);
    }

    @AfterAll
    void stop() {
        s3.close();
        postgres.close();
    }

    static Stream<List<String>> lives() {
        List<String> mixed = List.of(
                "after Items.announce",
                "after ObjectStore.put",
                "after ObjectStore.beginUpload",
                "after ObjectStore.uploadPart",
                "after ObjectStore.completeUpload",
                "after Items.move.STORED",
                "after StoredObjects.announce.PLAYLIST",
                "before Items.move.READY",
                "after Items.destroyKey",
                "after ObjectStore.deleteVersions",
                "after Items.move.PURGED");
        return "all".equals(System.getProperty("crash.lives"))
                ? Stream.of(mixed, each("before "), each("after "))
                : Stream.of(mixed);
    }

    private static List<String> each(String when) {
        return STEPS.stream().map(step -> when + step).toList();
    }

    @ParameterizedTest
    @MethodSource("lives")
    void losesNothingAndDoesNothingTwiceWhereverTheServerDies(List<String> deaths) throws SQLException {
        String bucket = "life-" + Integer.toHexString(deaths.hashCode());
        String url = database(bucket.replace('-', '_'));
        Map<String, String> environment = Map.of(
                "TENURE_DB_URL", url,
                "TENURE_DB_USER", postgres.user(),
                "TENURE_DB_PASSWORD", postgres.password(),
                "TENURE_S3_ENDPOINT", s3.endpoint().toString(),
                "TENURE_S3_REGION", s3.region(),
                "TENURE_S3_BUCKET", bucket,
                "TENURE_S3_ACCESS_KEY", s3.accessKey(),
                "TENURE_S3_SECRET_KEY", s3.secretKey());
        byte[] source = Clips.padded(world.clips().foreign(), 9 << 20);
        try (MortalLife life = new MortalLife(world.directory(bucket), environment, world.clock(), source, deaths)) {
            life.live();
            try (Connection database = DriverManager.getConnection(url, postgres.user(), postgres.password())) {
                life.assertProvenGone(store(bucket), database);
            }
        }
    }

    private ObjectStore store(String bucket) {
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

    /** Its own database in the cluster; returns its address. */
    private String database(String name) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return postgres.jdbcUrl().replaceFirst("/tenure\\b", "/" + name);
    }
}
