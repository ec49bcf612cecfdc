package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import java.util.List;

/** Deletes exactly the versions that are named, wherever they lie, and nothing that it would have to find. */
public final class VersionDeletion {

    private final ObjectStore store;
    private final DeletionLimits limits;

    public VersionDeletion(ObjectStore store, DeletionLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Asks for each version until the store says that it is gone, refuses it for good, or the limits are reached. What was gone before counts as
     * deleted.
     *
     * @return what is still there, as the store last said why
     * @throws dev.tenure.objectstore.ObjectStoreException when the store turns calls away for good, or stays busy beyond the limits; some versions
     *     may be deleted then
     */
    public List<Refusal> delete(List<ObjectVersion> versions) {
        Batches batches = new Batches(store, limits, new AdaptiveLimit(limits));
        int size = Run.batchSize(store);
        try (batches) {
            for (int from = 0; from < versions.size(); from += size) {
                batches.add(versions.subList(from, Math.min(versions.size(), from + size)));
            }
            batches.finish();
        }
        return batches.refused();
    }
}
