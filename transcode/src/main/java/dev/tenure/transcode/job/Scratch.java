package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The private directories of plaintext work files, one per item. */
final class Scratch {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String CHUNK = "chunk-";

    private final Path root;

    Scratch(Path root) {
        this.root = root;
    }

    /** The item's directory, made if it is missing. */
    Path of(ItemId item) throws IOException {
        Files.createDirectories(root, OWNER_ONLY);
        return Files.createDirectories(root.resolve(item.toString()), OWNER_ONLY);
    }

    /** The directory of a chunk that is encoded here for whoever joins it, made if it is missing. */
    Path ofChunk(long chunk) throws IOException {
        Files.createDirectories(root, OWNER_ONLY);
        return Files.createDirectories(root.resolve(CHUNK + chunk), OWNER_ONLY);
    }

    void removeChunk(long chunk) throws IOException {
        delete(root.resolve(CHUNK + chunk));
    }

    /** The chunks that have a directory. */
    List<Long> chunks() throws IOException {
        List<Long> found = new ArrayList<>();
        if (Files.notExists(root)) {
            return found;
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.matches(CHUNK + "[0-9]{1,18}")) {
                    found.add(Long.parseLong(name.substring(CHUNK.length())));
                }
            }
        }
        return found;
    }

    /** Removes the item's directory with all that is in it; one that is not there is no error. */
    void remove(ItemId item) throws IOException {
        delete(root.resolve(item.toString()));
    }

    /** The items that have a directory. */
    List<ItemId> items() throws IOException {
        List<ItemId> found = new ArrayList<>();
        if (Files.notExists(root)) {
            return found;
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                try {
                    found.add(ItemId.of(entry.getFileName().toString()));
                } catch (IllegalArgumentException notOurs) {
                    // Whatever it is, we did not put it there.
                }
            }
        }
        return found;
    }

    static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
