package dev.tenure.ingest;

import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The bytes of the part that is arriving, in an array with room for their seal, where they are sealed in place. It grows with what came, within the
 * shared budget, so that a request that brings little, or nothing, holds little: up to {@value #SMALL} bytes are not counted, for without them
 * nothing moves at all.
 *
 * <p>Nobody waits for the budget while holding some of it, so no two requests can wait for each other; and who fills a part slowly gives its memory
 * up when others wait for it.
 */
final class PartBuffer implements AutoCloseable {

    /** Bytes of each running request that are not counted. With the most connections that a server takes, 19 MiB in all. */
    static final int SMALL = 16 << 10;

    private static final int GROWTH = 2;

    /** Who brought so much gets room for all of a part: each size between is an array that is thrown away. */
    private static final int PROVEN = 1 << 20;

    /**
     * How long a part may take to fill up before others that wait for memory come first. Shorter writes more tails, longer lets the slow
     * delay the fast.
     */
    private static final long SLOW_NANOS = 2_000_000_000L;

    private static final byte[] NONE = {};

    private final TransferBudget.Share share;
    private final LongSupplier nanoTime;

    private byte[] bytes = NONE;
    private int capacity;
    private int filled;
    /** Taken from the share for these bytes. */
    private long counted;
    /** Capacity that the part before this one came to: who filled that one will likely fill this one. */
    private int before;

    private long begun;

    PartBuffer(TransferBudget.Share share, LongSupplier nanoTime) {
        this.share = share;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** A sealed part and what its memory counts. Whoever has it gives that back. */
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

    /** Where in the array the first byte that came lies, or would lie. */
    int start() {
        return bytes.length - capacity;
    }

    int capacity() {
        return capacity;
    }

    int filled() {
        return filled;
    }

    void filled(int now) {
        filled = now;
    }

    int room() {
        return capacity - filled;
    }

    boolean holds(int size) {
        return capacity >= size;
    }

    boolean holdsMemory() {
        return counted > 0;
    }

    void put(byte one) {
        if (capacity == 0) {
            become(SMALL, 0);
        }
        bytes[start() + filled++] = one;
    }

    /** Makes room if there is none; false when there is no memory for it. */
    boolean grow(int most) {
        if (filled < capacity) {
            return true;
        }
        return (before > filled && resize(Math.min(most, before))) || resize(next(most, filled));
    }

    private static int next(int most, int holding) {
        return holding >= PROVEN ? most : Math.min(most, Math.max(SMALL, holding * GROWTH));
    }

    private boolean resize(int size) {
        long count = count(size);
        if (count > 0 && !share.tryTake(count)) {
            return false;
        }
        become(size, count);
        return true;
    }

    private static long count(int size) {
        return size <= SMALL ? 0 : SealedLayout.sealedSizeFor(size);
    }

    private void become(int size, long count) {
        byte[] larger = share.array(Math.toIntExact(SealedLayout.sealedSizeFor(size)));
        System.arraycopy(bytes, start(), larger, larger.length - size, filled);
        release();
        bytes = larger;
        capacity = size;
        counted = count;
    }

    /** Waits for memory, while holding none of it. Of more than the whole budget it gets all that writers may have. */
    void growAtLast(int most, int holding) throws InterruptedException {
        int size = Math.max(holding, next(most, holding));
        if (counted > 0) {
            throw new IllegalStateException("whoever waits for memory must hold none");
        }
        long count = count(size);
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
        empty();
        before = 0;
    }

    private void empty() {
        bytes = NONE;
        capacity = 0;
        filled = 0;
        counted = 0;
        begun = nanoTime.getAsLong();
    }

    /** Seals what is there as one part, which takes the memory with it, and begins the next. */
    Sealed seal(PartSeal seal, int number, PartSeal.Role role) {
        int size = seal.sealInPlace(number, role, bytes, start(), filled);
        Sealed sealed = new Sealed(size == bytes.length ? bytes : Arrays.copyOf(bytes, size), filled, counted);
        before = capacity;
        empty();
        return sealed;
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
