package dev.tenure.app.doctor;

import dev.tenure.objectstore.doctor.Diagnosis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The last diagnosis as JSON, where it can be read while a server runs: that one's database and store are its own. */
public final class DiagnosisFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    DiagnosisFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The one of a data directory. */
    public static DiagnosisFile in(Path data) {
        return new DiagnosisFile(data.resolve("doctor.json"));
    }

    /** A diagnosis as the file holds it. */
    public static String json(Diagnosis diagnosis) {
        return JSON.writeValueAsString(diagnosis) + "\n";
    }

    /**
     * Replaces the file; whoever reads it sees the old one or the new one, whole.
     *
     * @throws UncheckedIOException when it cannot; the old one stays
     */
    void write(Diagnosis diagnosis) {
        try {
            Path whole = Files.createTempFile(file.getParent(), "doctor", ".new");
            try {
                Files.writeString(whole, json(diagnosis));
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the diagnosis of the store could not be kept in " + file, e);
        }
    }

    /** Empty where there is none, or none that this version of the program can read. */
    public Optional<Diagnosis> read() {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Diagnosis.class));
        } catch (JacksonException | IOException unreadable) {
            return Optional.empty();
        }
    }
}
