package dev.tenure.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Directories of unpacked files, each made once for all processes.
 *
 * <p>A directory is filled under a hidden name, its files forced to disk, and then renamed: what stands under the final
 * name is complete, whatever died meanwhile. A file lock makes the second process wait instead of doing the work twice.
 */
final class Cache {

    /** File locks are per JVM; threads of this one queue here. */
    private static final Object THREADS = new Object();

    private Cache() {}

    /** Fills an empty directory. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path directory) throws IOException;
    }

    /** Returns {@code cache/name}, complete; {@code content} is asked for it only if it is not there. */
    static Path directory(Path cache, String name, Content content) throws IOException {
        Path complete = cache.resolve(name);
        if (Files.isDirectory(complete)) {
            return complete;
        }
        Files.createDirectories(cache);
        synchronized (THREADS) {
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("." + name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(complete)) {
                    Path unfinished = cache.resolve("." + name + ".unfinished");
                    delete(unfinished);
                    Files.createDirectory(unfinished);
                    content.writeTo(unfinished);
                    Files.move(unfinished, complete, StandardCopyOption.ATOMIC_MOVE);
                    force(cache);
                }
            }
        }
        return complete;
    }

    /** Writes one file and waits until the disk has it. */
    static void write(InputStream from, Path file, boolean executable) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            from.transferTo(out);
            channel.force(true);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Makes a rename in this directory survive a power cut. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The version of a part as the build wrote it down. */
    static String version(String part) throws IOException {
        Properties versions = new Properties();
        try (InputStream in = resource("versions.properties")) {
            versions.load(in);
        }
        String version = versions.getProperty(part);
        if (version == null) {
            throw new IOException("versions.properties names no " + part);
        }
        return version;
    }

    /** A resource of this package, or with a leading slash of the whole class path. */
    static InputStream resource(String name) throws IOException {
        InputStream in = Cache.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("not on the class path: " + name);
        }
        return in;
    }
}
