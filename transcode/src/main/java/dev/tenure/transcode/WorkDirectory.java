package dev.tenure.transcode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A step's private directory: empty when it starts, gone when it ends, and swept by the next run if that never came. */
final class WorkDirectory implements AutoCloseable {

    private static final String PREFIX = ".work-";

    private final Path path;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    static WorkDirectory fresh(Path parent, String step) {
        Path path = parent.toAbsolutePath().resolve(PREFIX + step);
        try {
            delete(path);
            Files.createDirectory(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new WorkDirectory(path);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
