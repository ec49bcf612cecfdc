package dev.tenure.objectstore.sealing;

import java.util.concurrent.Semaphore;

/**
 * Memory for parts on their way: so much for one transfer, so much for all of this process. Transfers that find it spent go slower, part after
 * part; none fails for it.
 *
 * <p>Not counted are 2 MiB for each open reader and {@value SealedWriter#SMALL} bytes, sealed and unsealed, for each writer, without which nothing
 * moves at all. Readers never wait for the budget, and a writer waits only while it holds nothing of it, so that no two can wait for each other.
 */
public final class TransferBudget {

    /** What is counted; finer would only cost more. */
    private static final int UNIT = 1 << 10;

    private final long perTransfer;
    private final int total;
    private final Semaphore free;

    /**
     * A budget.
     *
     * @param perTransfer bytes for one transfer; below one part sealed and unsealed there is no reading ahead and no sending side by side, far
     *     above it only memory is lost
     * @param total bytes for all transfers together; leave the rest of the heap to everything else
     */
    public TransferBudget(long perTransfer, long total) {
        if (perTransfer < 0 || total < 0 || total / UNIT > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("impossible budget: " + perTransfer + " of " + total + " bytes");
        }
        this.perTransfer = perTransfer;
        this.total = Math.toIntExact(total / UNIT);
        this.free = new Semaphore(this.total, true);
    }

    /** Bytes that nobody uses just now. */
    public long free() {
        return (long) free.availablePermits() * UNIT;
    }

    Share share() {
        return new Share();
    }

    /** What one transfer uses. For one thread at a time, but for {@link #give}. */
    final class Share {

        private long used;

        /** Waits until so many bytes are free. A part larger than the whole budget gets all of it. */
        void take(long bytes) throws InterruptedException {
            free.acquire(units(bytes));
            add(bytes);
        }

        /** Takes so many bytes if this transfer may have them and they are free. */
        synchronized boolean tryTake(long bytes) {
            if (used + bytes > perTransfer || bytes / UNIT > total || !free.tryAcquire(units(bytes))) {
                return false;
            }
            used += bytes;
            return true;
        }

        private synchronized void add(long bytes) {
            used += bytes;
        }

        /** Gives back what was taken before, in the same amounts. */
        synchronized void give(long bytes) {
            used -= bytes;
            free.release(units(bytes));
        }
    }

    private int units(long bytes) {
        return (int) Math.min(total, (bytes + UNIT - 1) / UNIT);
    }
}
