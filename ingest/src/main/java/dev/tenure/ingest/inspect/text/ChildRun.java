package dev.tenure.ingest.inspect.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One child from its start to its end: fed, drained and watched at once, and killed with all that it started when its time is over.
 *
 * <p>It is started, and its end awaited, by a thread that lives exactly as long: the kernel ties "die with your parent" to the thread that started a
 * process, not to the JVM.
 */
final class ChildRun {

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final List<String> command;
    private final Path directory;
    private final int maxOutput;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    ChildRun(List<String> command, Path directory, int maxOutput) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.maxOutput = maxOutput;
    }

    /**
     * How a child ended.
     *
     * @param inTime false when it was killed
     */
    record Ended(boolean inTime, int exitCode, String output) {}

    /**
     * Runs it.
     *
     * @throws IOException when it cannot be started
     */
    Ended run(InputStream document, Duration wall) throws IOException {
        Thread owner = Thread.ofPlatform().daemon().name("text-child").start(() -> startAndFeed(document));
        Process process;
        try {
            process = started.join();
        } catch (CompletionException failed) {
            throw new IOException("no child could be started", failed.getCause());
        }
        Thread drain =
                Thread.ofPlatform().daemon().name("text-child-output").start(() -> drain(process.getInputStream()));
        try {
            boolean inTime = process.waitFor(wall.toNanos(), TimeUnit.NANOSECONDS);
            kill(process);
            process.waitFor();
            drain.join(DRAIN);
            owner.join(DRAIN);
            synchronized (output) {
                return new Ended(inTime, process.exitValue(), output.toString(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException stop) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private void startAndFeed(InputStream document) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().put("LANG", "C.UTF-8");
            Process process = builder.start();
            started.complete(process);
            try (OutputStream in = process.getOutputStream()) {
                document.transferTo(in);
            } catch (IOException endedEarly) {
                // It has seen enough, or was killed; its exit code says which. What could not be read of the document
                // it takes for cut off.
            }
            process.waitFor();
        } catch (IOException notStarted) {
            started.completeExceptionally(notStarted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain(InputStream stream) {
        byte[] buffer = new byte[1 << 13];
        try (stream) {
            for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
                synchronized (output) {
                    if (output.size() + got > maxOutput) {
                        // It writes more than it was told to: somebody else speaks by now.
                        return;
                    }
                    output.write(buffer, 0, got);
                }
            }
        } catch (IOException killed) {
            // What came so far is all there is.
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
