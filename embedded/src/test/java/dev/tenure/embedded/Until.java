package dev.tenure.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition that nobody announces. */
final class Until {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Until() {}

    /** May fail while the server that it asks is away. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, SQLException, InterruptedException;
    }

    /** Returns once the condition holds; one that throws does not hold yet. */
    static void holds(String what, Condition condition) {
        long began = System.nanoTime();
        Throwable last = null;
        while (System.nanoTime() - began < LIMIT.toNanos()) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException | SQLException | AssertionError e) {
                last = e;
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting: " + what, e);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new AssertionError("never came true: " + what, last);
    }

    static void gone(long pid) {
        holds(
                "process " + pid + " is gone",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        gone(pid);
    }
}
