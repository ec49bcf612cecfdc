package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedTransfers;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PartBufferTest {

    private static final int PART = 8 << 20;
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final AtomicLong now = new AtomicLong();

    /** What a part takes of the budget, which counts in KiB. */
    private static long counted(int plaintext) {
        return (SealedLayout.sealedSizeFor(plaintext) + KIB - 1) / KIB * KIB;
    }

    private PartBuffer buffer(TransferBudget budget) {
        return new PartBuffer(new SealedTransfers(new InMemoryObjectStore(), budget).memory(), now::get);
    }

    private static int next(int size) {
        return size < MIB ? size * 2 : PART;
    }

    @Test
    void growsWithWhatCame() {
        TransferBudget budget = new TransferBudget(64 << 20, 64 << 20);
        long all = budget.free();
        try (PartBuffer buffer = buffer(budget)) {
            assertThat(buffer.grow(PART)).isTrue();
            assertThat(budget.free()).as("a little is not counted").isEqualTo(all);
            for (int size = PartBuffer.SMALL; size < PART; size = next(size)) {
                assertThat(buffer.capacity()).isEqualTo(size);
                assertThat(buffer.grow(PART)).as("there is room").isTrue();
                assertThat(buffer.capacity()).isEqualTo(size);
                buffer.filled(size);
                assertThat(buffer.grow(PART)).isTrue();
                assertThat(budget.free()).isEqualTo(all - counted(next(size)));
            }
            assertThat(buffer.capacity()).isEqualTo(PART);
        }
        assertThat(budget.free()).isEqualTo(all);
    }

    @Test
    void takesNoMoreThanTheUploadWillHave() {
        try (PartBuffer buffer = buffer(new TransferBudget(64 << 20, 64 << 20))) {
            assertThat(buffer.grow(20)).isTrue();
            assertThat(buffer.capacity()).isEqualTo(20);
        }
    }

    /** Four fifths of a part may lie there for hours: others come first, once it is known to be slow. */
    @Test
    void whoFillsAPartSlowlyYieldsToWhoWaits() throws InterruptedException, ExecutionException {
        TransferBudget budget = new TransferBudget(1 << 20, 1 << 20);
        try (PartBuffer slow = buffer(budget);
                PartBuffer other = buffer(budget);
                PartBuffer waiting = buffer(budget);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            slow.growAtLast(512 * KIB, 512 * KIB);
            other.growAtLast(512 * KIB, 512 * KIB);
            now.addAndGet(3_000_000_000L);
            assertThat(slow.shouldYield()).as("nobody waits").isFalse();
            Future<?> wait = threads.submit(() -> {
                waiting.growAtLast(512 * KIB, 512 * KIB);
                return null;
            });
            Until.holds(slow::shouldYield);
            other.drop();
            wait.get();
            assertThat(slow.shouldYield()).as("nobody waits any more").isFalse();
        }
        assertThat(budget.free()).isEqualTo(1 << 20);
    }
}
