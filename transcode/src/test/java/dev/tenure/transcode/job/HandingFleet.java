package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.repository.JobRepository;

/** Hands every offer to one worker, one after the other. */
final class HandingFleet implements Fleet, AutoCloseable {

    private final Worker helper;
    private final Worker watching;
    private final ExecutorService hands = Executors.newSingleThreadExecutor();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean waits;
    private volatile long offered;

    /**
     * A fleet of one.
     *
     * @param helper gets every offer
     * @param watching sees what Batch keeps, also when the helper is dead
     */
    HandingFleet(Worker helper, Worker watching) {
        this.helper = helper;
        this.watching = watching;
    }

    /** Has the helper begin a chunk before anybody else does. */
    void first() {
        waits = true;
    }

    @Override
    public int free() {
        return 1;
    }

    @Override
    public void offer(List<Long> chunks) {
        offered = chunks.getFirst();
        for (long chunk : chunks) {
            hands.execute(() -> {
                if (!helper.dead()) {
                    begun.countDown();
                    helper.get(Chunks.class).encode(chunk, false);
                }
            });
        }
        if (waits) {
            Until.isOpen(begun);
            Until.holds("the helper works on one", () -> helper.dead() || begunOne(chunks));
        }
    }

    private boolean begunOne(List<Long> chunks) {
        return chunks.stream()
                .map(chunk -> watching.get(JobRepository.class).getStepExecution(chunk))
                .anyMatch(partition -> partition.getStatus() != BatchStatus.STARTING);
    }

    @Override
    public void withdraw(List<Long> chunks) {}

    /** What the helper begins first. */
    long offered() {
        return offered;
    }

    void settled() throws InterruptedException {
        hands.shutdown();
        assertThat(hands.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Override
    public void close() throws IOException {
        hands.shutdownNow();
    }
}
