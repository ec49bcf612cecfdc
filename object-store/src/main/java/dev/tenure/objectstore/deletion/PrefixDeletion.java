package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Deletes every version, delete marker and open upload under a prefix, and proves it.
 *
 * <p>It can be repeated at any time, also by several machines at once: versions are named, so nothing is deleted that was not seen. Whatever fails,
 * or a crash, leaves less than before and is found by the next run. Threads it started are done when it returns.
 */
public final class PrefixDeletion {

    private final ObjectStore store;
    private final DeletionLimits limits;

    public PrefixDeletion(ObjectStore store, DeletionLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** Is told of versions before they are deleted, by one thread. What it throws ends the deletion before they are. */
    @FunctionalInterface
    public interface Witness {
        void willDelete(List<ObjectVersion> versions);
    }

    /**
     * Deletes until a full listing finds nothing, or what is left is refused for good, or listed still after the last pass.
     *
     * @param mayHaveUploads keys to ask for open uploads one by one, where the store cannot list them by prefix; see {@link
     *     dev.tenure.objectstore.StoreFeatures.UploadListing}
     * @throws dev.tenure.objectstore.ObjectStoreException when the store cannot be listed, turns calls away for good, or stays busy beyond the
     *     limits; some versions may be deleted then
     */
    public DeletionReport delete(KeyPrefix prefix, Collection<ObjectKey> mayHaveUploads, Witness witness) {
        return new Run(store, limits, new OneFolder(store, new Folder(prefix, List.copyOf(mayHaveUploads))), witness)
                .carryOut();
    }

    /** Whether one full listing, made now, finds no version, no marker and no upload. */
    public boolean absent(KeyPrefix prefix, Collection<ObjectKey> mayHaveUploads) {
        // Uploads first: one that is completed between the two listings is a version in the second.
        return new OneFolder(store, new Folder(prefix, List.copyOf(mayHaveUploads)))
                        .uploads(Supplier::get)
                        .isEmpty()
                && store.listVersions(prefix).isEmpty();
    }
}
