package dev.tenure.benchmarks.store;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.s3.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The server that is measured on: the one that the environment names, or an embedded one with a data directory that goes afterwards. */
public record StoreServer(
        String name, String endpoint, String region, String bucket, String accessKey, String secretKey, Runnable end)
        implements AutoCloseable {

    public static StoreServer of(Map<String, String> environment) throws IOException {
        String endpoint = environment.getOrDefault("TENURE_S3_ENDPOINT", "");
        if (!endpoint.isBlank()) {
            return new StoreServer(
                    endpoint,
                    endpoint,
                    environment.getOrDefault("TENURE_S3_REGION", "us-east-1"),
                    environment.getOrDefault("TENURE_S3_BUCKET", "tenure-bench"),
                    environment.getOrDefault("TENURE_S3_ACCESS_KEY", ""),
                    environment.getOrDefault("TENURE_S3_SECRET_KEY", ""),
                    () -> {});
        }
        Path data = Files.createTempDirectory("tenure-bench");
        EmbeddedS3 server = EmbeddedS3.start(EmbeddedDirectories.under(data));
        return new StoreServer(
                "the embedded server",
                server.endpoint().toString(),
                server.region(),
                "tenure-bench",
                server.accessKey(),
                server.secretKey(),
                () -> {
                    server.close();
                    delete(data);
                });
    }

    /** The same server at the end of a longer way; close both. */
    StoreServer away(Duration oneWay) throws IOException {
        if (oneWay.isZero()) {
            return new StoreServer(name, endpoint, region, bucket, accessKey, secretKey, () -> {});
        }
        Distance distance = new Distance(URI.create(endpoint), oneWay);
        return new StoreServer(
                name + ", " + oneWay.toMillis() + " ms away",
                distance.entrance().toString(),
                region,
                bucket,
                accessKey,
                secretKey,
                () -> {
                    try {
                        distance.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** The same server by another way, which is the caller's to end. */
    public StoreServer through(URI entrance) {
        return new StoreServer(name, entrance.toString(), region, bucket, accessKey, secretKey, () -> {});
    }

    public S3Settings settings() {
        return new S3Settings(
                URI.create(endpoint), region, bucket, accessKey, secretKey, true, null, Duration.ofMinutes(5));
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + directory, e);
        }
    }

    @Override
    public void close() {
        end.run();
    }

    @Override
    public String toString() {
        return name;
    }
}
