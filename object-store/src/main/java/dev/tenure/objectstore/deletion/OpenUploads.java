package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Uploads under a prefix, found in the way that the store knows. */
record OpenUploads(ObjectStore store, KeyPrefix prefix, List<ObjectKey> mayHaveUploads) {

    /** How each call to the store is made. */
    interface Asking {
        List<MultipartUpload> ask(Supplier<List<MultipartUpload>> call);
    }

    List<MultipartUpload> list(Asking asking) {
        return switch (store.features().uploads()) {
            case BY_PREFIX -> asking.ask(() -> store.listUploads(prefix));
            // Asked by prefix as well: it costs one call, and a server may have learnt it.
            case BY_KEY ->
                Stream.concat(
                                asking.ask(() -> store.listUploads(prefix)).stream(),
                                mayHaveUploads.stream()
                                        .filter(prefix::covers)
                                        .flatMap(key -> asking.ask(() -> store.listUploads(key)).stream()))
                        .distinct()
                        .toList();
            case NEVER -> List.of();
        };
    }
}
