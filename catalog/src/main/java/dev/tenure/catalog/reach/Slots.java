package dev.tenure.catalog.reach;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Conversations with addresses of others: so many at once in this process, each on a thread of its own. Safe for use by many threads. */
public final class Slots {

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int underWay;
    private boolean closed;

    /**
     * Slots that are free.
     *
     * @param most at once. Small lets slow addresses keep the others waiting, large spends threads, connections and memory on them
     */
    public Slots(int most) {
        this.most = most;
    }

    /**
     * Begins as much as there is room for, and returns without waiting for it.
     *
     * @param claim gives at most so many pieces of work, which nobody else is given
     * @param name of the thread that does it
     * @param work settles whatever it meets by itself; nothing it throws is seen by anybody
     * @param afterwards called on the same thread once the slot is free again
     */
    public <T> void fill(IntFunction<List<T>> claim, Function<T, String> name, Consumer<T> work, Runnable afterwards) {
        lock.lock();
        try {
            if (closed || underWay >= most) {
                return;
            }
            for (T piece : claim.apply(most - underWay)) {
                underWay++;
                Thread.ofVirtual().name(name.apply(piece)).start(() -> {
                    try {
                        work.accept(piece);
                    } finally {
                        end();
                    }
                    afterwards.run();
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            underWay--;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way; false when that took longer than this, or the wait was interrupted. */
    public boolean quiet(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (underWay > 0) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Begins nothing more. What is under way goes on. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
