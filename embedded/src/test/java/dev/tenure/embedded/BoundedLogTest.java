package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void keepsTheLastLinesForErrors() throws InterruptedException {
        BoundedLog log = new BoundedLog(directory.resolve("server.log"));
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            text.append("line ").append(i).append("\n\n");
        }
        follow(log, text.toString());
        assertThat(log.tail())
                .hasSize(BoundedLog.TAIL_LINES)
                .startsWith("line 81")
                .endsWith("line 100");
    }

    @Test
    void appendsButNeverOutgrowsItsLimit() throws InterruptedException, IOException {
        Path file = directory.resolve("server.log");
        String aMegabyte = ("x".repeat(1023) + "\n").repeat(1024);
        BoundedLog log = new BoundedLog(file);
        for (int i = 0; i < 11; i++) {
            follow(log, aMegabyte);
        }
        assertThat(Files.size(file)).isBetween(1L, BoundedLog.FILE_LIMIT_BYTES);
        assertThat(Files.size(directory.resolve("server.log.1"))).isBetween(1L, BoundedLog.FILE_LIMIT_BYTES);
        assertThat(directory.toFile().list()).hasSize(2);
    }

    private static void follow(BoundedLog log, String text) throws InterruptedException {
        log.follow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test");
        log.awaitEnd(LIMIT);
    }
}
