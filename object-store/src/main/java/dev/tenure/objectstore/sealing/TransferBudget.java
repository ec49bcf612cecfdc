package dev.tenure.objectstore.sealing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Memory for parts on their way: so much for one transfer, so much for all of this process. Transfers that find it spent go slower, part after
 * part; none fails for it.
 *
 * <p>Readers together use at most half of it, so that those who read slowly, or not at all, never keep writers from moving; and nobody takes more
 * while a writer waits.
 *
 * <p>Not counted are 2 MiB for each open reader and {@value SealedWriter#SMALL} bytes, sealed and unsealed, for each writer, without which nothing
 * moves at all. Readers never wait for the budget, and a writer waits only while it holds nothing of it, so that no two can wait for each other.
 */
public final class TransferBudget {

    /** What is counted; finer would only cost more. */
    private static final int UNIT = 1 << 10;

    private final long perTransfer;
    private final int total;
    /** Of the total. */
    private final int mostForReaders;

    private final Semaphore free;
    private final Semaphore freeForReaders;

    /** A full part, sealed: what is smaller has any size, and would lie there for nothing. */
    private static final int WORTH_KEEPING =
            Math.toIntExact(SealedLayout.sealedSizeFor(SealedLayout.DEFAULT_PART_SIZE));

    /** Arrays that nobody uses just now, within what is free: each new one costs a sweep over its memory, and many a full collection. */
    private final Deque<byte[]> kept = new ArrayDeque<>();

    private long keptBytes;

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
        this.mostForReaders = this.total / 2;
        this.free = new Semaphore(this.total, true);
        this.freeForReaders = new Semaphore(mostForReaders);
    }

    /** Bytes that nobody uses just now. */
    public long free() {
        return (long) free.availablePermits() * UNIT;
    }

    private void keep(byte[] array) {
        if (array.length >= WORTH_KEEPING) {
            synchronized (kept) {
                kept.push(array);
                keptBytes += array.length;
            }
        }
    }

    private byte[] array(int length) {
        synchronized (kept) {
            byte[] found = found(length);
            trim();
            return found == null ? new byte[length] : found;
        }
    }

    private byte @Nullable [] found(int length) {
        for (Iterator<byte[]> each = kept.iterator(); each.hasNext(); ) {
            byte[] array = each.next();
            if (array.length == length) {
                each.remove();
                keptBytes -= length;
                return array;
            }
        }
        return null;
    }

    private void trim() {
        synchronized (kept) {
            while (keptBytes > free()) {
                keptBytes -= kept.removeLast().length;
            }
        }
    }

    Share forWriter() {
        return new Share(false);
    }

    Share forReader() {
        return new Share(true);
    }

    /** What one transfer uses. For one thread at a time, but for {@link #give}. */
    public final class Share {

        private final boolean reader;
        private long used;

        private Share(boolean reader) {
            this.reader = reader;
        }

        /** For a writer: waits until so many bytes are free. A part larger than all that readers leave gets all of that. */
        public void take(long bytes) throws InterruptedException {
            free.acquire(units(bytes));
            add(bytes);
        }

        /** Takes so many bytes if this transfer may have them, they are free, and nobody waits for them. */
        public synchronized boolean tryTake(long bytes) {
            int units = units(bytes);
            if (used + bytes > perTransfer || bytes / UNIT > units || wanted()) {
                return false;
            }
            if (reader && !freeForReaders.tryAcquire(units)) {
                return false;
            }
            if (!free.tryAcquire(units)) {
                giveAsReader(units);
                return false;
            }
            used += bytes;
            if (reader) {
                trim();
            }
            return true;
        }

        /** Whether a writer waits: what is not in use just now should be given back. */
        public boolean wanted() {
            return free.hasQueuedThreads();
        }

        private synchronized void add(long bytes) {
            used += bytes;
        }

        /** For a writer: an array in memory that was taken before. What is in it is of no meaning. */
        public byte[] array(int length) {
            return TransferBudget.this.array(length);
        }

        /** Gives back what was taken before, and the array that it was used for, which holds sealed bytes and which nobody uses any more. */
        public void give(long bytes, byte[] sealed) {
            // First, so that whoever waits for the memory finds it.
            keep(sealed);
            give(bytes);
        }

        /** Gives back what was taken before, in the same amounts. */
        public synchronized void give(long bytes) {
            used -= bytes;
            giveAsReader(units(bytes));
            free.release(units(bytes));
        }

        private void giveAsReader(int units) {
            if (reader) {
                freeForReaders.release(units);
            }
        }

        private int units(long bytes) {
            return (int) Math.min(reader ? mostForReaders : total - mostForReaders, (bytes + UNIT - 1) / UNIT);
        }
    }
}
