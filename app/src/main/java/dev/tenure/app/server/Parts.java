package dev.tenure.app.server;

import dev.tenure.app.doctor.StoreAlone;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedFfmpeg;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The parts a server stands on: those that the environment names, and embedded ones in place of the others. */
final class Parts implements AutoCloseable {

    /** Where a server and its commands find the database. */
    static final String URL = "spring.datasource.url";

    private static final String DATABASE = "TENURE_DB_URL";

    private final EmbeddedDirectories directories;
    private final Map<String, String> environment;
    private final List<String> settings = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();

    private Parts(Path data, Map<String, String> environment) {
        this.directories = EmbeddedDirectories.under(data.resolve("parts"));
        this.environment = environment;
    }

    /** Starts what the environment does not name, side by side. After a failure nothing of it runs on. */
    static Parts start(Path data, Map<String, String> environment) {
        Parts parts = new Parts(data, environment);
        // Threads of their own: on two cores the common pool would start them one after the other.
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(parts::startDatabase, threads),
                            CompletableFuture.runAsync(parts::objectStore, threads),
                            CompletableFuture.runAsync(parts::ffmpeg, threads))
                    .join();
            return parts;
        } catch (CompletionException failure) {
            parts.close();
            throw failure;
        }
    }

    /** The database alone: the one that the environment names, or the embedded one if there is one. None is ever made. */
    static Parts existingDatabase(Path data, Map<String, String> environment) {
        Parts parts = new Parts(data, environment);
        if (!databaseNamed(environment) && !EmbeddedPostgres.exists(parts.directories)) {
            throw new CatalogUnusable(
                    "there is no embedded database below " + data + ", and " + DATABASE
                            + " names none: set it as it is set for the server",
                    null);
        }
        parts.startDatabase();
        return parts;
    }

    /** The database alone: the one that the environment names, or the embedded one, which is made where there is none. */
    static Parts database(Path data, Map<String, String> environment) {
        Parts parts = new Parts(data, environment);
        parts.startDatabase();
        return parts;
    }

    /** Whether the environment names a database. */
    static boolean databaseNamed(Map<String, String> environment) {
        return !environment.getOrDefault(DATABASE, "").isBlank();
    }

    /** Which database has this JDBC address, without secrets: the embedded one changes its port. */
    String database(String url) {
        return settings.contains("--" + URL + "=" + url) ? KnownDatabase.EMBEDDED : KnownDatabase.named(url);
    }

    private void startDatabase() {
        if (named(DATABASE)) {
            names.add("PostgreSQL of TENURE_DB_URL");
            return;
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directories);
        ends.add(postgres::close);
        set(URL, postgres.jdbcUrl());
        set("spring.datasource.username", postgres.applicationUser());
        set("spring.datasource.password", postgres.applicationPassword());
        set("spring.flyway.user", postgres.user());
        set("spring.flyway.password", postgres.password());
        names.add("embedded PostgreSQL");
    }

    private void objectStore() {
        if (named("TENURE_S3_ENDPOINT")) {
            names.add("S3 of TENURE_S3_ENDPOINT");
            return;
        }
        EmbeddedS3 s3 = EmbeddedS3.start(directories);
        ends.addFirst(s3::close);
        set("tenure.store.endpoint", s3.endpoint());
        set("tenure.store.region", s3.region());
        set("tenure.store.access-key", s3.accessKey());
        set("tenure.store.secret-key", s3.secretKey());
        set("tenure.doctor.server", StoreAlone.EMBEDDED);
        names.add("embedded S3 server (for evaluation: it checks no signatures and enforces no locks)");
    }

    private void ffmpeg() {
        if (named("TENURE_FFMPEG")) {
            Path ffmpeg = Path.of(environment.get("TENURE_FFMPEG")).toAbsolutePath();
            set("tenure.media.ffmpeg", ffmpeg);
            set("tenure.media.ffprobe", ffmpeg.resolveSibling("ffprobe"));
            names.add("ffmpeg of TENURE_FFMPEG");
            return;
        }
        EmbeddedFfmpeg ffmpeg = EmbeddedFfmpeg.install(directories);
        set("tenure.media.ffmpeg", ffmpeg.ffmpeg());
        set("tenure.media.ffprobe", ffmpeg.ffprobe());
        ffmpeg.environment().forEach((name, value) -> set("tenure.media.environment." + name, value));
        names.add("embedded ffmpeg");
    }

    private boolean named(String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private void set(String name, Object value) {
        settings.add("--" + name + "=" + value);
    }

    /** What the server must be told to use them, secrets among it: never to be printed. */
    List<String> settings() {
        return List.copyOf(settings);
    }

    /** What people are told of them. */
    List<String> names() {
        return names.stream().sorted().toList();
    }

    /** Ends what was started here; again does nothing. */
    @Override
    public void close() {
        for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
            end.run();
        }
    }
}
