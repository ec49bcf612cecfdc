package dev.tenure.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * One JVM's claim on one part's data directory, given up when closed or when the JVM dies.
 *
 * <p>The file holds the owner's process id, for the message that the second comer gets.
 */
final class DataLock implements AutoCloseable {

    /** POSIX drops a process's lock when it closes any descriptor of the file: never open one that we hold. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private DataLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes the directory, for this user alone, where it is not there yet.
     *
     * @throws EmbeddedPartInUse if somebody else, or this very JVM, holds the directory
     */
    static DataLock hold(String part, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.resolveSibling("."));
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path file = directory.toRealPath().resolve("owner.pid");
        synchronized (HELD) {
            if (HELD.contains(file)) {
                throw inUse(
                        part,
                        directory,
                        "this process (pid " + ProcessHandle.current().pid() + ")",
                        file);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(
                        part,
                        directory,
                        "the process with pid " + Files.readString(file).strip(),
                        file);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            HELD.add(file);
            return new DataLock(file, channel);
        }
    }

    Path directory() {
        return file.resolveSibling(".").normalize();
    }

    private static EmbeddedPartInUse inUse(String part, Path directory, String owner, Path file) {
        return new EmbeddedPartInUse(
                part,
                directory + " is in use by " + owner + ", which holds the lock on " + file,
                "Stop that process, or choose another data directory");
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            channel.close();
            HELD.remove(file);
        }
    }
}
