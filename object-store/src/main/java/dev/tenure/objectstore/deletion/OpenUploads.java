package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import java.util.List;
import java.util.stream.Stream;

/** Uploads under a prefix, found in the way that the store knows. */
record OpenUploads(ObjectStore store, KeyPrefix prefix, List<ObjectKey> mayHaveUploads) {

    List<MultipartUpload> list() {
        return switch (store.features().uploads()) {
            case BY_PREFIX -> store.listUploads(prefix);
            // Asked by prefix as well: it costs one call, and a server may have learnt it.
            case BY_KEY ->
                Stream.concat(
                                store.listUploads(prefix).stream(),
                                mayHaveUploads.stream()
                                        .filter(prefix::covers)
                                        .flatMap(key -> store.listUploads(key).stream()))
                        .distinct()
                        .toList();
            case NEVER -> List.of();
        };
    }

    /** Calls that one listing takes. */
    int requests() {
        return switch (store.features().uploads()) {
            case BY_PREFIX -> 1;
            case BY_KEY -> 1 + mayHaveUploads.size();
            case NEVER -> 0;
        };
    }
}
