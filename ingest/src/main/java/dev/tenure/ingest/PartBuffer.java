package dev.tenure.ingest;

import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * The unsealed bytes of the part that is arriving. It grows with what came, within the shared budget, so that a request that brings little, or
 * nothing, holds little: up to {@value #SMALL} bytes are not counted, for without them nothing moves at all.
 *
 * <p>Nobody waits for the budget while holding some of it, so no two requests can wait for each other; and who fills a part slowly gives its memory
 * up when others wait for it.
 */
final class PartBuffer implements AutoCloseable {

    /** Bytes of each running request that are not counted. With the most connections that a server takes, 64 MiB in all. */
    static final int SMALL = 32 << 10;

    private static final int GROWTH = 4;

    /**
     * How long a part may take to fill up before others that wait for memory come first. Shorter writes more tails, longer lets the slow
     * delay the fast.
     */
    private static final long SLOW_NANOS = 2_000_000_000L;

    /** Room to seal one part in when the budget is spent; one at a time, because it is not counted. */
    private static final Semaphore SEALING = new Semaphore(1, true);

    private final TransferBudget.Share share;
    private final LongSupplier nanoTime;

    private byte[] bytes;
    private int filled;
    /** Taken from the share for these bytes. */
    private long counted;

    private long begun;

    PartBuffer(TransferBudget.Share share, LongSupplier nanoTime) {
        this.share = share;
        this.nanoTime = nanoTime;
        this.bytes = new byte[0];
        this.begun = nanoTime.getAsLong();
    }

    /** A sealed part and what its memory counts. */
    static final class Sealed {

        private final byte[] bytes;
        private final int plaintextSize;
        private final long memory;

        Sealed(byte[] bytes, int plaintextSize, long memory) {
            this.bytes = bytes;
            this.plaintextSize = plaintextSize;
            this.memory = memory;
        }

        byte[] bytes() {
            return bytes;
        }

        int plaintextSize() {
            return plaintextSize;
        }

        long memory() {
            return memory;
        }
    }

    byte[] array() {
        return bytes;
    }

    int filled() {
        return filled;
    }

    void filled(int now) {
        filled = now;
    }

    int room() {
        return bytes.length - filled;
    }

    boolean holds(int size) {
        return bytes.length >= size;
    }

    boolean holdsMemory() {
        return counted > 0;
    }

    void put(byte one) {
        if (bytes.length == 0) {
            bytes = new byte[SMALL];
        }
        bytes[filled++] = one;
    }

    /** Makes room if there is none; false when there is no memory for it. */
    boolean grow(int most) {
        if (filled < bytes.length) {
            return true;
        }
        return resize(next(most, filled));
    }

    private static int next(int most, int holding) {
        return (int) Math.min(most, Math.max(SMALL, (long) holding * GROWTH));
    }

    private boolean resize(int size) {
        long count = size <= SMALL ? 0 : size;
        if (count > 0 && !share.tryTake(count)) {
            return false;
        }
        become(size, count);
        return true;
    }

    private void become(int size, long count) {
        byte[] larger = filled == 0 ? new byte[size] : Arrays.copyOf(bytes, size);
        release();
        bytes = larger;
        counted = count;
    }

    /** Waits for memory, while holding none of it. Of more than the whole budget it gets all that writers may have. */
    void growAtLast(int most, int holding) throws InterruptedException {
        int size = Math.max(holding, next(most, holding));
        if (counted > 0) {
            throw new IllegalStateException("whoever waits for memory must hold none");
        }
        long count = size <= SMALL ? 0 : size;
        if (count > 0) {
            share.take(count);
        }
        become(size, count);
    }

    /** Whether others wait for memory that this part fills too slowly. */
    boolean shouldYield() {
        return counted > 0 && share.wanted() && nanoTime.getAsLong() - begun > SLOW_NANOS;
    }

    /** Gives the memory up, and what is in it. */
    void drop() {
        release();
        bytes = new byte[0];
        filled = 0;
        begun = nanoTime.getAsLong();
    }

    /** Seals what is there as one part and begins the next. */
    Sealed seal(PartSeal seal, int number, PartSeal.Role role, PartFlow flow) throws InterruptedException {
        int size = filled;
        long memory =
                size <= SMALL ? 0 : new SealedLayout(size, Math.max(size, SealedLayout.DEFAULT_PART_SIZE)).sealedSize();
        while (memory > 0 && !share.tryTake(memory)) {
            if (flow.idle()) {
                return inReserve(seal, number, role);
            }
            flow.awaitOne();
        }
        Sealed sealed = new Sealed(seal.seal(number, role, bytes, size), size, memory);
        filled = 0;
        begun = nanoTime.getAsLong();
        if (share.wanted()) {
            drop();
        }
        return sealed;
    }

    /** The sealed part takes the place of the unsealed one in the budget. */
    private Sealed inReserve(PartSeal seal, int number, PartSeal.Role role) throws InterruptedException {
        SEALING.acquire();
        try {
            Sealed sealed = new Sealed(seal.seal(number, role, bytes, filled), filled, counted);
            counted = 0;
            drop();
            return sealed;
        } finally {
            SEALING.release();
        }
    }

    /** Memory of a part that was stored; given back with the rest. */
    void atEnd(long memory) {
        drop();
        counted = memory;
    }

    private void release() {
        if (counted > 0) {
            share.give(counted);
            counted = 0;
        }
    }

    @Override
    public void close() {
        drop();
    }
}
