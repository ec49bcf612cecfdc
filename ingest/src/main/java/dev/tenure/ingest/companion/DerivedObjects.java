package dev.tenure.ingest.companion;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Seals what was made of a document into the bucket. Nobody sees it before it is published. */
final class DerivedObjects {

    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final ObjectStore store;

    DerivedObjects(StoredObjects objects, ItemBytes bytes, ObjectStore store) {
        this.objects = objects;
        this.bytes = bytes;
        this.store = store;
    }

    /** An object that is to be. */
    record Made(ObjectRole role, String name, String mediaType, ByteBuffer content) {}

    /**
     * Writes all of them; each carries the tags that the source has now.
     *
     * @return empty when the item went into none of these states meanwhile; what was announced before is dropped
     */
    Optional<List<ObjectId>> write(
            ItemId item, StoredObject source, Set<ItemState> allowed, String attempt, List<Made> wanted)
            throws IOException {
        List<ObjectId> written = new ArrayList<>();
        if (wanted.isEmpty()) {
            return Optional.of(written);
        }
        ObjectTags tags = store.tags(source.key());
        for (Made made : wanted) {
            Optional<StoredObject> object = objects.announce(
                    item,
                    allowed,
                    made.role(),
                    attempt,
                    made.name(),
                    SealedLayout.partSizeFor(made.content().remaining()),
                    made.mediaType());
            if (object.isEmpty()) {
                objects.drop(written);
                return Optional.empty();
            }
            byte[] content = new byte[made.content().remaining()];
            made.content().duplicate().get(content);
            objects.complete(object.get().id(), bytes.write(object.get(), new ByteArrayInputStream(content), tags));
            written.add(object.get().id());
        }
        return Optional.of(written);
    }

    /** Drops what a try before announced and never published. Only whoever alone works on these names may do so. */
    void dropLeftovers(ItemId item, Set<String> names) {
        objects.drop(objects.all(item).stream()
                .filter(object -> object.status() == StoredObject.Status.ANNOUNCED && names.contains(object.name()))
                .map(StoredObject::id)
                .toList());
    }
}
