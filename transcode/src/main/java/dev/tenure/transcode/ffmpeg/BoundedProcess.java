package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one process to its end or to one of its limits: environment of ours only, standard input closed, both outputs
 * drained at once, the tail of the error output kept, the whole process tree ended on a limit, a cancel or an interrupt.
 *
 * <p>The process is started, and its end awaited, by a thread that lives exactly as long: the kernel ties "die with your
 * parent" to the thread that started a process, not to the JVM.
 */
final class BoundedProcess {

    /** Bytes of error output kept. Smaller loses the first cause behind repeated messages, bigger keeps noise. */
    static final int ERROR_TAIL_BYTES = 8 * 1024;

    private static final long POLL_MILLIS = 100;

    /** Time for the drains to see the end of streams whose process is gone. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final List<String> command;
    private final Path directory;
    private final Map<String, String> environment;
    private final RunLimits limits;
    private final OutputReader reader;
    private final CancelSignal cancel;
    private final Tail errors = new Tail(ERROR_TAIL_BYTES);
    private final AtomicLong progressedAt = new AtomicLong();
    private final CompletableFuture<Process> started = new CompletableFuture<>();

    BoundedProcess(
            List<String> command,
            Path directory,
            Map<String, String> environment,
            RunLimits limits,
            OutputReader reader,
            CancelSignal cancel) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.limits = limits;
        this.reader = reader;
        this.cancel = cancel;
    }

    /** How a process ended by itself. */
    record Ended(int exitCode, String errorTail) {

        boolean ok() {
            return exitCode == 0;
        }
    }

    /**
     * Waits for the end.
     *
     * @throws MediaException with {@code TimedOut}, {@code Cancelled} or {@code ToolMissing}; the process tree is gone
     */
    Ended run() {
        long begun = System.nanoTime();
        progressedAt.set(begun);
        Thread owner = Thread.ofPlatform().daemon().name("media-process").start(this::startAndDrainErrors);
        Process process = awaitStart();
        Thread output = Thread.ofPlatform()
                .daemon()
                .name("media-process-output")
                .start(() -> drain(process.getInputStream(), this::onOutput));
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                check(begun);
            }
            output.join(DRAIN_LIMIT);
            owner.join(DRAIN_LIMIT);
        } catch (InterruptedException interrupted) {
            end(process);
            Thread.currentThread().interrupt();
            throw new MediaException(new MediaFailure.Cancelled(), interrupted);
        } catch (MediaException limit) {
            end(process);
            throw limit;
        }
        return new Ended(process.exitValue(), errors.text());
    }

    /** Starting takes milliseconds, so an interrupt meanwhile is kept for the wait that follows. */
    private Process awaitStart() {
        try {
            return started.join();
        } catch (CompletionException failed) {
            throw new MediaException(
                    new MediaFailure.ToolMissing("could not start " + command.getFirst() + ": " + failed.getMessage()),
                    failed);
        }
    }

    private void startAndDrainErrors() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            started.complete(process);
            drain(process.getErrorStream(), errors::add);
            awaitExit(process);
        } catch (IOException notStarted) {
            started.completeExceptionally(notStarted);
        }
    }

    private void check(long begun) {
        if (cancel.cancelled()) {
            throw new MediaException(new MediaFailure.Cancelled());
        }
        long now = System.nanoTime();
        if (now - begun > limits.wall().toNanos()) {
            throw new MediaException(new MediaFailure.TimedOut("wall time", limits.wall()));
        }
        if (now - progressedAt.get() > limits.idle().toNanos()) {
            throw new MediaException(new MediaFailure.TimedOut("no progress", limits.idle()));
        }
    }

    private void onOutput(byte[] buffer, int length) {
        if (reader.read(buffer, length)) {
            progressedAt.set(System.nanoTime());
        }
    }

    private interface Sink {
        void accept(byte[] buffer, int length);
    }

    private static void drain(InputStream stream, Sink sink) {
        byte[] buffer = new byte[8192];
        try (stream) {
            int length = stream.read(buffer);
            while (length >= 0) {
                sink.accept(buffer, length);
                length = stream.read(buffer);
            }
        } catch (IOException closed) {
            // The process was killed while we read: what came so far is all there is.
        }
    }

    /** Asks the tree to end, waits a little, then kills what is left; returns when the process itself is gone. */
    private void end(Process process) {
        List<ProcessHandle> tree = tree(process);
        tree.forEach(ProcessHandle::destroy);
        boolean interrupted = false;
        long deadline = System.nanoTime() + limits.grace().toNanos();
        while (tree.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            try {
                process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException again) {
                // The grace is short and the kill below is what matters: remember it and go on.
                interrupted = true;
                break;
            }
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        tree(process).forEach(ProcessHandle::destroyForcibly);
        interrupted |= awaitExit(process);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits on this thread, whatever interrupts it: {@code onExit} would wait for a place in a pool that others fill. Says if it was interrupted. */
    private static boolean awaitExit(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static List<ProcessHandle> tree(Process process) {
        List<ProcessHandle> tree = new ArrayList<>();
        tree.add(process.toHandle());
        process.descendants().forEach(tree::add);
        return tree;
    }
}
