package dev.tenure.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The directory that an installation lives in. Keys and plaintext scratch files lie below: nobody else has any business there. */
final class DataDirectory {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private DataDirectory() {}

    /** Makes what is missing, and closes a directory of keys that is our own, which older versions made with the permissions of the day. */
    static void prepare(Path data) {
        Path keys = data.resolve("keys");
        try {
            Files.createDirectories(keys, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make the data directory " + data + ": choose another with --data", e);
        }
        try {
            if (own(keys) && !Files.getPosixFilePermissions(keys).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(keys, OWNER_ONLY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + keys + " to others: chmod 700 it", e);
        }
    }

    /** A link leads to what somebody arranged, and another's directory cannot be changed: the vault looks at both for itself. */
    private static boolean own(Path directory) throws IOException {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(directory, "unix:uid")
                        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }
}
