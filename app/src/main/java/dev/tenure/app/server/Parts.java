package dev.tenure.app.server;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedFfmpeg;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts a server stands on: those that the environment names, and embedded ones in place of the others. */
final class Parts implements AutoCloseable {

    private final @Nullable EmbeddedPostgres postgres;
    private final @Nullable EmbeddedS3 s3;
    private final List<String> settings;
    private final List<String> names;

    private Parts(
            @Nullable EmbeddedPostgres postgres, @Nullable EmbeddedS3 s3, List<String> settings, List<String> names) {
        this.postgres = postgres;
        this.s3 = s3;
        this.settings = List.copyOf(settings);
        this.names = List.copyOf(names);
    }

    /** Starts what the environment does not name. After a failure nothing of it runs on. */
    static Parts start(Path data, Map<String, String> environment) {
        EmbeddedDirectories directories = EmbeddedDirectories.under(data.resolve("parts"));
        List<String> settings = new ArrayList<>();
        List<String> names = new ArrayList<>();
        EmbeddedPostgres postgres = null;
        EmbeddedS3 s3 = null;
        boolean complete = false;
        try {
            if (absent(environment, "TENURE_DB_URL")) {
                postgres = EmbeddedPostgres.start(directories);
                settings.add("--spring.datasource.url=" + postgres.jdbcUrl());
                settings.add("--spring.datasource.username=" + postgres.user());
                settings.add("--spring.datasource.password=" + postgres.password());
                names.add("embedded PostgreSQL");
            } else {
                names.add("PostgreSQL of TENURE_DB_URL");
            }
            if (absent(environment, "TENURE_S3_ENDPOINT")) {
                s3 = EmbeddedS3.start(directories);
                settings.add("--tenure.store.endpoint=" + s3.endpoint());
                settings.add("--tenure.store.region=" + s3.region());
                settings.add("--tenure.store.access-key=" + s3.accessKey());
                settings.add("--tenure.store.secret-key=" + s3.secretKey());
                names.add("embedded S3 server (for evaluation: it checks no signatures and enforces no locks)");
            } else {
                names.add("S3 of TENURE_S3_ENDPOINT");
            }
            if (absent(environment, "TENURE_FFMPEG")) {
                EmbeddedFfmpeg ffmpeg = EmbeddedFfmpeg.install(directories);
                settings.add("--tenure.media.ffmpeg=" + ffmpeg.ffmpeg());
                settings.add("--tenure.media.ffprobe=" + ffmpeg.ffprobe());
                ffmpeg.environment()
                        .forEach((name, value) -> settings.add("--tenure.media.environment." + name + "=" + value));
                names.add("embedded ffmpeg");
            } else {
                Path ffmpeg = Path.of(environment.get("TENURE_FFMPEG")).toAbsolutePath();
                settings.add("--tenure.media.ffmpeg=" + ffmpeg);
                settings.add("--tenure.media.ffprobe=" + ffmpeg.resolveSibling("ffprobe"));
                names.add("ffmpeg of TENURE_FFMPEG");
            }
            complete = true;
            return new Parts(postgres, s3, settings, names);
        } finally {
            if (!complete) {
                close(s3);
                close(postgres);
            }
        }
    }

    private static boolean absent(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isBlank();
    }

    /** What the server must be told to use them, secrets among it: never to be printed. */
    List<String> settings() {
        return settings;
    }

    /** What people are told of them. */
    List<String> names() {
        return names;
    }

    @Override
    public void close() {
        close(s3);
        close(postgres);
    }

    private static void close(@Nullable EmbeddedS3 part) {
        if (part != null) {
            part.close();
        }
    }

    private static void close(@Nullable EmbeddedPostgres part) {
        if (part != null) {
            part.close();
        }
    }
}
