package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Empties several folders at once, and proves it of each: as {@link PrefixDeletion} does for one, but many small folders share the pages of a listing
 * and the batches of a deletion. The folders lie side by side in one larger folder, of which nothing else is touched.
 */
public final class FolderDeletion {

    private final ObjectStore store;
    private final DeletionLimits limits;

    public FolderDeletion(ObjectStore store, DeletionLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** A version, and in which of the folders it lies. */
    public record Found(KeyPrefix folder, ObjectVersion version) {}

    /** Is told of versions before they are deleted, by one thread. What it throws ends the deletion before they are. */
    @FunctionalInterface
    public interface Witness {
        void willDelete(List<Found> versions);
    }

    /** A version that the store did not delete, as it last said why. */
    public record Kept(KeyPrefix folder, Refusal refusal) {}

    /**
     * What became of the folders.
     *
     * @param left those in which the last full listing found something; only the others are proven empty
     * @param requests calls to the store, its listings included
     */
    public record Report(Set<KeyPrefix> left, List<Kept> refused, long requests) {

        public Report {
            left = Set.copyOf(left);
            refused = List.copyOf(refused);
        }
    }

    /** Whether the store finds uploads only when it is asked for each key. */
    public boolean asksForEachKey() {
        return store.features().uploads() == UploadListing.BY_KEY;
    }

    /**
     * Deletes until a full listing finds nothing in any of them, or what is left is refused for good, or listed still after the last pass.
     *
     * @throws IllegalArgumentException when they do not lie side by side in one folder, or there are none
     * @throws dev.tenure.objectstore.ObjectStoreException as {@link PrefixDeletion#delete}; nothing is known of any folder then
     */
    public Report delete(Collection<Folder> folders, Witness witness) {
        SeveralFolders place = new SeveralFolders(store, folders);
        Run run = new Run(
                store,
                limits,
                place,
                versions -> witness.willDelete(versions.stream()
                        .map(version -> new Found(place.folderOf(version.key()), version))
                        .toList()));
        DeletionReport whole = run.carryOut();
        List<Kept> refused = whole.refused().stream()
                .map(refusal -> new Kept(place.folderOf(refusal.version().key()), refusal))
                .toList();
        return new Report(run.left(), refused, whole.requests());
    }

    /** Those of the folders in which one full listing, made now, finds a version, a marker or an upload. */
    public Set<KeyPrefix> occupied(Collection<Folder> folders) {
        SeveralFolders place = new SeveralFolders(store, folders);
        Set<KeyPrefix> occupied = new HashSet<>();
        // Uploads first: one that is completed between the two listings is a version in the second.
        List<MultipartUpload> uploads = place.uploads(Supplier::get);
        uploads.forEach(upload -> occupied.add(place.folderOf(upload.key())));
        place.versions(
                Supplier::get,
                found -> found.stream()
                        .map(ObjectVersion::key)
                        .map(place::folderOf)
                        .forEach(occupied::add));
        return occupied;
    }
}
