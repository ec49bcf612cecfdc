package dev.tenure.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that answers from the moment {@link #start} returns until {@link #close}.
 *
 * <p>If it ends on its own it is started again, with growing pauses, for as long as it takes. It dies with us: its
 * standard input is a pipe whose other end only this JVM holds, and every child ends at end of file. There is no
 * shutdown hook, so that an orderly shutdown of the application finds the child alive until it closes it.
 */
final class SupervisedProcess implements AutoCloseable {

    /** Generous, because a busy machine takes ten times as long as an idle one. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** PostgreSQL's fast shutdown writes a checkpoint; past this limit a kill costs only a recovery. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private static final Duration LAST_WORDS_LIMIT = Duration.ofSeconds(2);
    private static final long FORCED_END_SECONDS = 10;
    private static final long PROBE_MILLIS = 25;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    /** After this long without a fault the pauses begin small again. */
    private static final Duration CALM = Duration.ofMinutes(1);

    private static final Logger logger = LoggerFactory.getLogger(SupervisedProcess.class);

    /** What is supervised. */
    interface Part {
        String name();

        /** The setting that replaces this part by an external one. */
        String variable();

        /** Clears the ground of what a dead predecessor left, and says what to run. */
        ProcessBuilder command() throws IOException, InterruptedException;

        /** One attempt at real use; returns within seconds. */
        boolean answers();
    }

    private final Part part;
    private final BoundedLog log;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile Process process;

    private SupervisedProcess(Part part, BoundedLog log) {
        this.part = part;
        this.log = log;
        this.process = begin();
        this.supervisor =
                Thread.ofPlatform().daemon().name(part.name() + " supervisor").unstarted(this::supervise);
    }

    /** @throws EmbeddedPartFailed if it does not answer within the limit; it is stopped again */
    static SupervisedProcess start(Part part, Path logFile) {
        SupervisedProcess started = new SupervisedProcess(part, new BoundedLog(logFile));
        started.awaitAnswer(started.process);
        started.supervisor.start();
        return started;
    }

    long pid() {
        return process.pid();
    }

    /** Lets the child end in order, by force after a limit. Repeatable. */
    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = stop(process);
        // The supervisor may have been in the middle of a new start: then it stops that one itself.
        while (supervisor.isAlive()) {
            try {
                supervisor.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        long pause = FIRST_PAUSE_MILLIS;
        long since = System.nanoTime();
        try {
            while (true) {
                int exit = process.waitFor();
                if (closing.getCount() == 0) {
                    return;
                }
                if (System.nanoTime() - since > CALM.toNanos()) {
                    pause = FIRST_PAUSE_MILLIS;
                }
                logger.warn("{} ended (status {}); starting it again in {} ms", part.name(), exit, pause);
                if (closing.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                restart();
                since = System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() {
        try {
            process = begin();
            awaitAnswer(process);
            logger.info("{} answers again", part.name());
        } catch (EmbeddedPartFailed e) {
            logger.error("{}", e.getMessage());
        }
        if (closing.getCount() == 0) {
            stop(process);
        }
    }

    private Process begin() {
        try {
            Process started = part.command().redirectErrorStream(true).start();
            log.follow(started.getInputStream(), part.name());
            return started;
        } catch (IOException e) {
            throw failed("it could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the start was interrupted", e);
        }
    }

    /** Returns when it answers; if it does not, it has been stopped when the exception arrives. */
    private void awaitAnswer(Process started) {
        boolean ready = false;
        try {
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            while (!started.waitFor(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (part.answers()) {
                    ready = true;
                    return;
                }
                if (closing.getCount() == 0) {
                    throw failed("it was closed before it answered", null);
                }
                if (System.nanoTime() > deadline) {
                    throw failed("it did not answer within " + START_LIMIT.toSeconds() + " s", null);
                }
            }
            log.awaitEnd(LAST_WORDS_LIMIT);
            throw failed("it ended while starting, with status " + started.exitValue(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the start was interrupted", e);
        } finally {
            if (!ready) {
                stop(started);
            }
        }
    }

    private EmbeddedPartFailed failed(String tried, @Nullable Throwable cause) {
        return new EmbeddedPartFailed(
                part.name(),
                tried,
                "If it cannot run on this machine, use your own: " + part.variable(),
                log.tail(),
                cause);
    }

    /** @return whether the thread was interrupted meanwhile: a stop is carried through all the same */
    private static boolean stop(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            logger.debug("closing the lifeline", e);
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (process.isAlive()) {
            process.destroyForcibly();
            family.forEach(ProcessHandle::destroyForcibly);
            CompletableFuture<?>[] ends =
                    family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(ends)
                    .completeOnTimeout(null, FORCED_END_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        return interrupted;
    }
}
