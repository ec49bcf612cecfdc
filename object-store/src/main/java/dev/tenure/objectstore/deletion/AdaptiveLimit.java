package dev.tenure.objectstore.deletion;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls may be under way: one more after as many successes as are allowed, half as many and a pause after the store asked to slow down
 * (additive increase, multiplicative decrease, as TCP does it).
 */
final class AdaptiveLimit {

    private static final int START = 2;
    private static final int MAX_DOUBLINGS = 6;

    private final int most;
    private final long pauseNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private int allowed;
    private int underWay;
    private int successes;
    private int slowDowns;
    private long pausedUntil = System.nanoTime();

    AdaptiveLimit(DeletionLimits limits) {
        this.most = limits.batches();
        this.pauseNanos = limits.pause().toNanos();
        this.allowed = Math.min(START, most);
    }

    /** Waits for a place, and for the end of a pause. */
    void enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long pause = pausedUntil - System.nanoTime();
                if (pause > 0) {
                    changed.await(pause, TimeUnit.NANOSECONDS);
                } else if (underWay >= allowed) {
                    changed.await();
                } else {
                    underWay++;
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place free after a call that the store carried out. */
    void succeeded() {
        lock.lock();
        try {
            slowDowns = 0;
            if (++successes >= allowed && allowed < most) {
                allowed++;
                successes = 0;
            }
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place free after the store asked to slow down. */
    void slowedDown() {
        lock.lock();
        try {
            allowed = Math.max(1, allowed / 2);
            successes = 0;
            pause();
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place free after a failure that says nothing of how busy the store is; still nobody hurries. */
    void failed() {
        lock.lock();
        try {
            successes = 0;
            pause();
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** For a caller that has no place and met a busy store: waits as long as everybody else. Returns early when interrupted. */
    void waitOutAPause() {
        lock.lock();
        try {
            pause();
            for (long left = pausedUntil - System.nanoTime(); left > 0; left = pausedUntil - System.nanoTime()) {
                changed.await(left, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        long longest = pauseNanos << Math.min(MAX_DOUBLINGS, slowDowns++);
        pausedUntil = System.nanoTime() + ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    }

    private void leave() {
        underWay--;
        changed.signalAll();
    }

    /** How many calls may be under way now. */
    int allowed() {
        lock.lock();
        try {
            return allowed;
        } finally {
            lock.unlock();
        }
    }
}
