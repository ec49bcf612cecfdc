package dev.tenure.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where embedded parts live.
 *
 * @param data kept for ever: the database cluster and the buckets. Used by one JVM at a time.
 * @param cache unpacked binaries, about 200 MB. Shared by any number of JVMs, may be deleted whenever none runs, and
 *     must allow execution (no {@code noexec} mount).
 */
public record EmbeddedDirectories(Path data, Path cache) {

    private static final int OTHERS_MAY_WRITE = 0022;

    public EmbeddedDirectories {
        data = data.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }

    /**
     * Data below {@code root}, binaries in the machine's shared cache: {@code TENURE_CACHE}, else
     * {@code $XDG_CACHE_HOME/tenure}, else {@code ~/.cache/tenure}, else (none of them writable) a directory of this
     * user in {@code java.io.tmpdir}.
     */
    public static EmbeddedDirectories under(Path root) {
        return new EmbeddedDirectories(
                root,
                sharedCache(System.getenv(), System.getProperty("user.home"), System.getProperty("java.io.tmpdir")));
    }

    static Path sharedCache(Map<String, String> environment, @Nullable String home, String temporary) {
        String chosen = environment.get("TENURE_CACHE");
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        if (xdg != null && Path.of(xdg).isAbsolute() && isUsable(Path.of(xdg, "tenure"))) {
            return Path.of(xdg, "tenure");
        }
        // A user without a home has "?" or "/nonexistent" here.
        if (home != null && Path.of(home).isAbsolute() && isUsable(Path.of(home, ".cache", "tenure"))) {
            return Path.of(home, ".cache", "tenure");
        }
        return ownDirectory(Path.of(temporary));
    }

    private static boolean isUsable(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            return false;
        }
        return Files.isWritable(directory);
    }

    /** Others can create names in the temporary directory, and we are going to execute what lies there. */
    private static Path ownDirectory(Path temporary) {
        try {
            Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            Path directory = temporary.resolve("tenure-cache-" + me);
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Map<String, Object> found = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            boolean ours = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && me.equals(found.get("uid"))
                    && found.get("mode") instanceof Integer mode
                    && (mode & OTHERS_MAY_WRITE) == 0;
            if (!ours) {
                throw new EmbeddedPartFailed(
                        "cache",
                        directory + " belongs to another user",
                        "Set TENURE_CACHE to a directory of your own",
                        null);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("no writable directory for unpacked binaries; set TENURE_CACHE", e);
        }
    }
}
