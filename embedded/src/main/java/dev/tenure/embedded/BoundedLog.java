package dev.tenure.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a child process says, in a file that cannot outgrow its limit, and its last lines for error messages. */
final class BoundedLog {

    /** Past this size the file becomes {@code .1} and a new one begins, so twice this is the most that is kept. */
    static final long FILE_LIMIT_BYTES = 4L << 20;

    /** Lines quoted in an error: enough for a stack trace's head, short enough for a terminal. */
    static final int TAIL_LINES = 20;

    /** A longer line is quoted in part. */
    private static final int LINE_LIMIT_CHARS = 400;

    private static final Logger log = LoggerFactory.getLogger(BoundedLog.class);

    private final Path file;
    private final Deque<String> tail = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private long size;
    private volatile @Nullable Thread follower;

    BoundedLog(Path file) {
        this.file = file;
    }

    /** Copies until the child closes its end, on a thread of its own. */
    void follow(InputStream output, String name) {
        follower = Thread.ofPlatform().daemon().name(name + " log").start(() -> copy(output));
    }

    /** Waits until all that the child wrote has been read, at most so long. */
    void awaitEnd(Duration limit) throws InterruptedException {
        Thread current = follower;
        if (current != null && !current.join(limit)) {
            log.debug("the output of a child that ended is still open");
        }
    }

    synchronized List<String> tail() {
        return List.copyOf(tail);
    }

    private void copy(InputStream output) {
        try (output) {
            write(output);
        } catch (IOException e) {
            log.debug("the output of a child ended", e);
        }
    }

    private void write(InputStream output) throws IOException {
        byte[] buffer = new byte[8192];
        OutputStream target = open();
        try {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                remember(new String(buffer, 0, read, StandardCharsets.UTF_8));
                target = append(target, buffer, read);
            }
        } finally {
            target.close();
        }
    }

    /** A child must not block on a full pipe because our disk is full: on failure the file is given up, not the reading. */
    private OutputStream append(OutputStream target, byte[] bytes, int length) {
        try {
            OutputStream current = target;
            if (size + length > FILE_LIMIT_BYTES) {
                current.close();
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                current = open();
            }
            current.write(bytes, 0, length);
            size += length;
            return current;
        } catch (IOException e) {
            log.warn("no longer writing {}: {}", file, e.toString());
            return OutputStream.nullOutputStream();
        }
    }

    private OutputStream open() throws IOException {
        size = Files.exists(file) ? Files.size(file) : 0;
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private synchronized void remember(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n') {
                if (line.length() < LINE_LIMIT_CHARS) {
                    line.append(c);
                }
                continue;
            }
            if (!line.toString().isBlank()) {
                tail.addLast(line.toString());
            }
            line.setLength(0);
            if (tail.size() > TAIL_LINES) {
                tail.removeFirst();
            }
        }
    }
}
