package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A directory that a media server of an account writes to. */
final class Folder {

    private final Path path;

    Folder(HandOverWorld world, AccountId account, String name) {
        try {
            path = Files.createDirectories(
                    world.folders().resolve(world.slug(account)).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return path.resolve(name);
    }

    Path puts(String name, byte[] bytes, Instant changed) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return Files.setLastModifiedTime(file, FileTime.from(changed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path puts(String name, String text, Instant changed) {
        return puts(name, text.getBytes(StandardCharsets.UTF_8), changed);
    }
}
