package dev.tenure.app.doctor;

import dev.tenure.catalog.StoreDiagnoses;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.StoreDoctor;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The object store of an environment without a server on it: the one that is named, or the embedded one as long as this is open. */
public final class StoreAlone implements AutoCloseable {

    /** Under which results of the embedded store are kept: its address is another one at each start. */
    public static final String EMBEDDED = "embedded S3 server";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private final Path data;
    private final Map<String, String> environment;
    private final @Nullable EmbeddedS3 embedded;

    private StoreAlone(Path data, Map<String, String> environment, @Nullable EmbeddedS3 embedded) {
        this.data = data;
        this.environment = environment;
        this.embedded = embedded;
    }

    /**
     * Opens it; of embedded parts only the store is started.
     *
     * @throws dev.tenure.embedded.EmbeddedPartInUse where a server runs on this data directory and its embedded store
     */
    public static StoreAlone open(Path data, Map<String, String> environment) {
        Path directory = data.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make the data directory " + directory + ": choose another with --data", e);
        }
        boolean named = value(environment, "TENURE_S3_ENDPOINT") != null;
        return new StoreAlone(
                directory,
                environment,
                named ? null : EmbeddedS3.start(EmbeddedDirectories.under(directory.resolve("parts"))));
    }

    /**
     * What an examination found, and found the last time.
     *
     * @param problems why the result could not be kept, in the file or in the database that the environment names
     */
    public record Result(Diagnosis diagnosis, Optional<Diagnosis> last, List<String> problems) {

        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Makes the bucket if it is missing, as a server would, examines it, and keeps the result.
     *
     * @throws dev.tenure.objectstore.ObjectStoreException when the store does not answer
     */
    public Result examine() {
        S3Settings settings = settings();
        try (ObjectStore store = S3Stores.open(settings)) {
            store.ensureBucket();
        }
        StoreDoctor doctor =
                new StoreDoctor(settings, embedded == null ? settings.server() : EMBEDDED, InstantSource.system());
        DiagnosisFile file = DiagnosisFile.in(data);
        Optional<Diagnosis> last = file.read()
                .filter(one ->
                        one.server().equals(doctor.server()) && one.bucket().equals(settings.bucket()));
        Diagnosis now = last.map(Diagnosis::features).map(doctor::examine).orElseGet(doctor::examine);
        List<String> problems = new ArrayList<>();
        try {
            file.write(now);
        } catch (UncheckedIOException failure) {
            problems.add(String.valueOf(failure.getMessage()));
        }
        record(now).ifPresent(problem -> problems.add("not kept in the database: " + problem));
        return new Result(now, last, problems);
    }

    /** The bucket, used as its server was found to work; it is examined where that is not known. */
    public ObjectStore store() {
        ObjectStore store = S3Stores.open(settings());
        DiagnosisFile.in(data)
                .read()
                .filter(one -> one.bucket().equals(store.bucket()))
                .ifPresentOrElse(
                        known -> store.adapt(known.features()),
                        () -> store.adapt(examine().diagnosis().features()));
        return store;
    }

    private S3Settings settings() {
        if (embedded != null) {
            return new S3Settings(
                    embedded.endpoint(),
                    embedded.region(),
                    or("TENURE_S3_BUCKET", "tenure"),
                    embedded.accessKey(),
                    embedded.secretKey(),
                    true,
                    null,
                    CALL_TIMEOUT);
        }
        return new S3Settings(
                URI.create(or("TENURE_S3_ENDPOINT", "")),
                or("TENURE_S3_REGION", "us-east-1"),
                or("TENURE_S3_BUCKET", "tenure"),
                value(environment, "TENURE_S3_ACCESS_KEY"),
                value(environment, "TENURE_S3_SECRET_KEY"),
                true,
                null,
                CALL_TIMEOUT);
    }

    private Optional<String> record(Diagnosis diagnosis) {
        String url = value(environment, "TENURE_DB_URL");
        if (url == null) {
            return Optional.empty();
        }
        try {
            StoreDiagnoses.in(new DriverManagerDataSource(
                            url, or("TENURE_DB_USER", "tenure"), or("TENURE_DB_PASSWORD", "")))
                    .record(diagnosis);
            return Optional.empty();
        } catch (DataAccessException failure) {
            return Optional.of(String.valueOf(failure.getMostSpecificCause().getMessage()));
        }
    }

    private String or(String name, String absent) {
        String value = value(environment, name);
        return value == null ? absent : value;
    }

    /** Variables that are set but empty count as absent. */
    private static @Nullable String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
