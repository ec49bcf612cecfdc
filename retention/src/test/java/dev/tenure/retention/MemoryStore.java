package dev.tenure.retention;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A bucket in memory that tells of every loss, and in which some keys can be made to refuse deletion. */
public final class MemoryStore extends InMemoryObjectStore {

    private final Set<ObjectKey> locked = new HashSet<>();
    private final List<Integer> batches = new ArrayList<>();
    private Runnable beforeLoss = () -> {};

    /** Makes the store refuse to delete the key's versions, as a lock in the bucket does. */
    public synchronized void lock(ObjectKey key) {
        locked.add(key);
    }

    public synchronized void unlockAll() {
        locked.clear();
    }

    /** Runs whenever something is about to be lost: an abort or a batch of deletions. */
    public synchronized void beforeLoss(Runnable observer) {
        beforeLoss = observer;
    }

    /** How many versions each batch of deletions had since the last call of this. */
    public synchronized List<Integer> batches() {
        List<Integer> seen = List.copyOf(batches);
        batches.clear();
        return seen;
    }

    @Override
    public synchronized void abortUpload(MultipartUpload upload) {
        beforeLoss.run();
        super.abortUpload(upload);
    }

    @Override
    public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
        beforeLoss.run();
        batches.add(versions.size());
        List<ObjectVersion> free = versions.stream()
                .filter(version -> !locked.contains(version.key()))
                .toList();
        DeleteOutcome outcome = super.deleteVersions(free);
        List<DeleteOutcome.Refusal> refused = new ArrayList<>(outcome.refused());
        versions.stream()
                .filter(version -> locked.contains(version.key()))
                .forEach(version ->
                        refused.add(new DeleteOutcome.Refusal(version, "AccessDenied", "the version is locked")));
        return new DeleteOutcome(outcome.deleted(), refused);
    }
}
