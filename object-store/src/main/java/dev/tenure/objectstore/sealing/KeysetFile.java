package dev.tenure.objectstore.sealing;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link KeysetFileVault}. It is there whole or not at all: what is written is written aside, brought to disk, read back, and then
 * takes the file's place in one step. A symbolic link is followed, and what it leads to has to be as private as the file itself.
 */
final class KeysetFile {

    /** Far above any keyset (300 bytes a key); too small would refuse a vault, too large would read a wrong file into memory. */
    private static final long MAX_SIZE = 1 << 20;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** A file lock belongs to the process: it keeps other processes out, not our own threads. */
    private static final ReentrantLock OWN_THREADS = new ReentrantLock();

    private final Path path;

    KeysetFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Tells one state of the file from another; a change always makes a new file, with another inode. */
    record Stamp(@Nullable Object inode, FileTime modified, long size) {}

    /** The keyset, and the file's state before it was read: at worst it is read once too often. */
    record Content(KeysetHandle keyset, Stamp stamp) {}

    /** What becomes of a keyset; null leaves the file as it is. */
    interface Change {
        @Nullable
        KeysetHandle of(KeysetHandle before) throws GeneralSecurityException;
    }

    /** The file's state; looks at its permissions each time, because changing those changes nothing else. */
    Stamp stamp() {
        return looking(() -> {
            requirePrivate(path.toRealPath());
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(found.fileKey(), found.lastModifiedTime(), found.size());
        });
    }

    Content read() {
        Stamp stamp = stamp();
        return new Content(looking(() -> parse(path)), stamp);
    }

    boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Puts the keyset where no file is yet. False when another process was faster; its file is as good and stays. */
    boolean create(KeysetHandle keyset) {
        return writing("made", () -> {
            Files.createDirectories(directory(path), PRIVATE_DIRECTORY);
            return alone(path, (aside, lock) -> {
                write(aside, keyset);
                requireHeld(lock);
                try {
                    // A link, unlike a move, never replaces a vault that another process made meanwhile.
                    Files.createLink(path, aside);
                    sync(directory(path));
                    return true;
                } catch (FileAlreadyExistsException made) {
                    return false;
                }
            });
        });
    }

    /**
     * Changes the keyset while no other process changes it. After a failure the old file is there, or the new one, whole.
     *
     * @return the keyset that is in the file now
     */
    KeysetHandle change(Change change) {
        return writing("changed", () -> {
            Path real = looking(path::toRealPath);
            return alone(real, (aside, lock) -> {
                KeysetHandle before = read().keyset();
                KeysetHandle after = change.of(before);
                if (after == null) {
                    return before;
                }
                write(aside, after);
                requireHeld(lock);
                Files.move(aside, real, StandardCopyOption.ATOMIC_MOVE);
                sync(directory(real));
                return after;
            });
        });
    }

    private interface Writing<T> {
        T run(Path aside, FileLock lock) throws IOException, GeneralSecurityException;
    }

    /** While no other process and no other thread writes: with a place beside the file, which is empty before and after. */
    private static <T> T alone(Path real, Writing<T> work) throws IOException, GeneralSecurityException {
        Path aside = real.resolveSibling(real.getFileName() + ".next");
        OWN_THREADS.lock();
        // A file of its own, which stays: a lock on the vault's file would be on one that is being replaced.
        try (FileChannel channel = lockFile(real.resolveSibling(real.getFileName() + ".lock"));
                FileLock lock = channel.lock()) {
            // What a crash left behind is a keyset that never was in use, or a second name of one that is.
            Files.deleteIfExists(aside);
            try {
                return work.run(aside, lock);
            } finally {
                Files.deleteIfExists(aside);
            }
        } finally {
            OWN_THREADS.unlock();
        }
    }

    private static void requireHeld(FileLock lock) throws IOException {
        if (!lock.isValid()) {
            throw new IOException("the lock beside it was lost");
        }
    }

    private static FileChannel lockFile(Path lock) throws IOException {
        return FileChannel.open(lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE_FILE);
    }

    /** On disk, and seen to be readable, before anything relies on it. */
    private static void write(Path file, KeysetHandle keyset) throws IOException, GeneralSecurityException {
        Files.createFile(file, PRIVATE_FILE);
        Files.writeString(
                file,
                TinkJsonProtoKeysetFormat.serializeKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (!parse(file).equalsKeyset(keyset)) {
            throw new IOException("what was written to " + file + " reads back as something else");
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    private static KeysetHandle parse(Path file) throws IOException, GeneralSecurityException {
        if (Files.size(file) > MAX_SIZE) {
            throw new GeneralSecurityException("too large for a keyset");
        }
        try {
            KeysetHandle keyset = TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8),
                    AeadConfig2026.get(),
                    InsecureSecretKeyAccess.get());
            keyset.getPrimary();
            return keyset;
        } catch (IllegalStateException | CharacterCodingException noKeyset) {
            throw new GeneralSecurityException("no keyset with a primary key", noKeyset);
        }
    }

    /** Who can write to the directory can put another file into the place of this one, whatever the file's own permissions. */
    private void requirePrivate(Path real) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new KeyUnavailable(
                    Reason.FILE_EXPOSED,
                    "the key vault " + named(real) + " has the permissions "
                            + PosixFilePermissions.toString(permissions) + ", so others than its owner can reach it");
        }
        for (Path directory : List.of(directory(path).toRealPath(), directory(real))) {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(directory);
            if (!Collections.disjoint(open, OTHERS_WRITE)) {
                throw new KeyUnavailable(
                        Reason.FILE_EXPOSED,
                        "the directory " + directory + " of the key vault has the permissions "
                                + PosixFilePermissions.toString(open) + ", so others than its owner can replace it");
            }
        }
    }

    private static Path directory(Path file) {
        return Objects.requireNonNull(file.getParent(), "a vault's file lies in a directory");
    }

    private String named(Path real) {
        return real.equals(path) ? path.toString() : path + " (which leads to " + real + ")";
    }

    private interface Work<T> {
        T run() throws IOException, GeneralSecurityException;
    }

    private <T> T looking(Work<T> work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw new KeyUnavailable(Reason.FILE_MISSING, "the key vault " + path + " is missing", e);
        } catch (GeneralSecurityException e) {
            throw new KeyUnavailable(Reason.FILE_DAMAGED, "the key vault " + path + " is no whole keyset", e);
        } catch (IOException e) {
            throw new KeyUnavailable(
                    Reason.FILE_UNREADABLE, "the key vault " + path + " cannot be read (" + e + ")", e);
        }
    }

    private <T> T writing(String done, Work<T> work) {
        try {
            return work.run();
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyUnavailable(
                    Reason.FILE_UNWRITABLE, "the key vault " + path + " cannot be " + done + " (" + e + ")", e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
