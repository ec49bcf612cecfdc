package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferBudgetTest {

    private static final int TOTAL = 1 << 20;
    private static final int QUARTER = TOTAL / 4;

    private final TransferBudget budget = new TransferBudget(TOTAL, TOTAL);

    @Test
    void givesReadersHalfOfIt() {
        TransferBudget.Share one = budget.forReader();
        TransferBudget.Share other = budget.forReader();

        assertThat(one.tryTake(QUARTER)).isTrue();
        assertThat(other.tryTake(QUARTER)).isTrue();
        assertThat(other.tryTake(1)).isFalse();
        one.give(QUARTER);
        assertThat(other.tryTake(QUARTER)).isTrue();
        assertThat(one.tryTake(TOTAL)).isFalse();
        assertThat(budget.free()).isEqualTo(TOTAL / 2);
    }

    @Test
    void givesNobodyMoreWhileAWriterWaits() throws InterruptedException {
        TransferBudget.Share reader = budget.forReader();
        TransferBudget.Share writer = budget.forWriter();
        assertThat(reader.tryTake(QUARTER)).isTrue();
        writer.take(TOTAL / 2);
        assertThat(writer.tryTake(1024)).isTrue();
        Thread waiting = waitingWriter();

        assertThat(reader.wanted()).isTrue();
        assertThat(reader.tryTake(1024)).isFalse();
        assertThat(writer.tryTake(1024)).isFalse();

        reader.give(QUARTER);
        writer.give(1024);
        assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
        assertThat(reader.wanted()).isFalse();
    }

    private Thread waitingWriter() {
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                budget.forWriter().take(TOTAL / 2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (waiting.isAlive() && waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    @Test
    void givesAPartThatIsTooLargeAllThatReadersLeave() throws InterruptedException {
        TransferBudget.Share writer = budget.forWriter();
        assertThat(budget.forReader().tryTake(TOTAL / 2)).isTrue();

        writer.take(10L * TOTAL);
        assertThat(budget.free()).isZero();
        writer.give(10L * TOTAL);
        assertThat(budget.free()).isEqualTo(TOTAL / 2);
    }

    @Test
    void keepsArraysOnlyInMemoryThatNobodyUses() throws InterruptedException {
        int size = 9 << 20;
        TransferBudget large = new TransferBudget(4L * size, 4L * size);
        TransferBudget.Share writer = large.forWriter();
        writer.take(size);
        byte[] array = writer.array(size);
        writer.give(size, array);

        writer.take(size);
        assertThat(writer.array(size)).as("the same again").isSameAs(array);
        writer.give(size, array);

        writer.take(2L * size);
        writer.take(2L * size);
        assertThat(writer.array(2 * size)).hasSize(2 * size);
        writer.give(2L * size);
        assertThat(writer.array(size)).as("all memory was used").isNotSameAs(array);
        writer.give(2L * size, array);

        assertThat(large.forReader().tryTake(2L * size)).isTrue();
        writer.take(2L * size);
        large.forReader().tryTake(0);
        assertThat(writer.array(size)).as("readers and writers used all").isNotSameAs(array);
    }
}
