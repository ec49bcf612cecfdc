package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.SlowDown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches of one pass, side by side as far as the limit allows. One thread adds; the first failure for good ends all. */
final class Batches implements AutoCloseable {

    private final ObjectStore store;
    private final DeletionLimits limits;
    private final AdaptiveLimit limit;
    /** Only the adding thread knows them. */
    private final List<Thread> threads = new ArrayList<>();

    private final List<Refusal> refused = new ArrayList<>();
    private boolean progress;
    private long requests;
    private @Nullable Throwable failure;

    Batches(ObjectStore store, DeletionLimits limits, AdaptiveLimit limit) {
        this.store = store;
        this.limits = limits;
        this.limit = limit;
    }

    /** Takes a batch as soon as there is a place for it. */
    void add(List<ObjectVersion> batch) {
        failIfFailed();
        try {
            limit.enter();
        } catch (InterruptedException stop) {
            throw interrupted();
        }
        threads.add(Thread.ofVirtual().name("delete").start(() -> delete(batch)));
    }

    /** Waits until every batch is done. */
    void finish() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stop) {
            throw interrupted();
        }
        failIfFailed();
    }

    static ObjectStoreException interrupted() {
        Thread.currentThread().interrupt();
        return new ObjectStoreException(ObjectStoreException.Fault.STORE, "the deletion was interrupted", null);
    }

    /** Tries until nothing of the batch is left that trying again could help. Comes in with a place of the limit. */
    private void delete(List<ObjectVersion> batch) {
        List<ObjectVersion> left = batch;
        for (int attempt = 1; ; attempt++) {
            requested();
            try {
                DeleteOutcome outcome = store.deleteVersions(left);
                List<Refusal> passing = outcome.refused().stream()
                        .filter(Refusal::worthRetrying)
                        .toList();
                boolean last = passing.isEmpty() || attempt == limits.attempts();
                count(outcome, last);
                leave(passing);
                if (last) {
                    return;
                }
                left = passing.stream().map(Refusal::version).toList();
            } catch (ObjectStoreException thrown) {
                // Versions are named, so asking again for what may have been done is safe.
                if (thrown instanceof SlowDown) {
                    limit.slowedDown();
                } else {
                    limit.failed();
                }
                if (!thrown.worthRetrying() || attempt == limits.attempts()) {
                    fail(thrown);
                    return;
                }
            } catch (RuntimeException | Error mistake) {
                limit.failed();
                fail(mistake);
                return;
            }
            try {
                limit.enter();
            } catch (InterruptedException givenUp) {
                return;
            }
        }
    }

    private void leave(List<Refusal> passing) {
        if (passing.stream().anyMatch(refusal -> refusal.code().equals("SlowDown"))) {
            limit.slowedDown();
        } else if (passing.isEmpty()) {
            limit.succeeded();
        } else {
            limit.failed();
        }
    }

    private synchronized void requested() {
        requests++;
    }

    private synchronized void count(DeleteOutcome outcome, boolean last) {
        progress |= !outcome.deleted().isEmpty();
        outcome.refused().stream()
                .filter(refusal -> last || !refusal.worthRetrying())
                .forEach(refused::add);
    }

    private synchronized void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else {
            failure.addSuppressed(thrown);
        }
    }

    private synchronized void failIfFailed() {
        switch (failure) {
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            case null, default -> {}
        }
    }

    synchronized long requests() {
        return requests;
    }

    /** Versions that the store did not delete in this pass, as it last said why. */
    synchronized List<Refusal> refused() {
        return List.copyOf(refused);
    }

    /** Whether all that is left is refused for good. */
    synchronized boolean onlyRefused() {
        return !refused.isEmpty() && !progress && refused.stream().noneMatch(Refusal::worthRetrying);
    }

    /** Gives up what is under way, and waits until no thread is left. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException stop) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
