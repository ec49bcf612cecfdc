package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One folder, listed from its beginning to its end. */
record OneFolder(ObjectStore store, Folder folder) implements Place {

    @Override
    public List<MultipartUpload> uploads(Asking asking) {
        KeyPrefix prefix = folder.prefix();
        return switch (store.features().uploads()) {
            case BY_PREFIX -> asking.ask(() -> store.listUploads(prefix));
            // Asked by prefix as well: it costs one call, and a server may have learnt it.
            case BY_KEY ->
                Stream.concat(
                                asking.ask(() -> store.listUploads(prefix)).stream(),
                                folder.mayHaveUploads().stream()
                                        .filter(prefix::covers)
                                        .flatMap(key -> asking.ask(() -> store.listUploads(key)).stream()))
                        .distinct()
                        .toList();
            case NEVER -> List.of();
        };
    }

    @Override
    public void versions(Asking asking, Consumer<List<ObjectVersion>> portion) {
        Optional<ListingMark> next = Optional.of(ListingMark.START);
        while (next.isPresent()) {
            ListingMark after = next.get();
            Listing<ObjectVersion> page = asking.ask(() -> store.listVersions(folder.prefix(), after));
            portion.accept(page.entries());
            next = page.next();
        }
    }

    @Override
    public KeyPrefix folderOf(ObjectKey key) {
        return folder.prefix();
    }
}
