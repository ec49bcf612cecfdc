package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {

    @TempDir
    private Path cache;

    @Test
    void neverShowsADirectoryWhoseFillingFailed() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> Cache.directory(cache, "part-1", directory -> {
                    Files.writeString(directory.resolve("half"), "x");
                    throw new IOException("disk full");
                }));
        assertThat(cache.resolve("part-1")).doesNotExist();

        Path complete =
                Cache.directory(cache, "part-1", directory -> Files.writeString(directory.resolve("whole"), "x"));
        assertThat(complete.resolve("whole")).exists();
        assertThat(complete.resolve("half")).doesNotExist();
    }

    @Test
    void isFilledOnceHoweverManyAsk() throws InterruptedException, ExecutionException {
        AtomicInteger fillings = new AtomicInteger();
        Callable<Path> ask = () -> Cache.directory(cache, "part-1", directory -> fillings.incrementAndGet());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Path> answer : threads.invokeAll(List.of(ask, ask, ask, ask))) {
                assertThat(answer.get()).isDirectory();
            }
        }
        assertThat(fillings).hasValue(1);
    }

    @Test
    void knowsTheVersionOfEveryPart() throws IOException {
        for (String part : List.of("postgres", "s3mock", "ffmpeg")) {
            assertThat(Cache.version(part)).matches("[0-9][0-9.-]+");
        }
    }
}
