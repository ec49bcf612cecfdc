package dev.tenure.transcode.job;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.Removals;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoded chunks in the bucket, on their way from the worker that made them to the one that joins them. Each is an object of its item, sealed and
 * announced before its first byte, so that a destruction refuses, finds and deletes it like any other.
 */
final class ChunkFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkFiles.class);

    /** Place of the attempt in a key: {@code <account>/<item>/<role>/<attempt>/<name>}. */
    private static final int KEY_ATTEMPT = 3;

    private static final Actor ACTOR = Actor.system("transcode");

    private final StoredObjects objects;
    private final Removals removals;
    private final ItemBytes bytes;
    private final ObjectStore store;

    ChunkFiles(StoredObjects objects, Removals removals, ItemBytes bytes, ObjectStore store) {
        this.objects = objects;
        this.removals = removals;
        this.bytes = bytes;
        this.store = store;
    }

    /** The whole chunk of this attempt, if any worker has made it. */
    Optional<StoredObject> made(ItemId item, long attempt, int chunk) {
        return objects.all(item).stream()
                .filter(object -> object.role() == ObjectRole.CHUNK)
                .filter(object -> object.status() == StoredObject.Status.ANNOUNCED && object.facts() != null)
                .filter(object ->
                        object.name().equals(name(chunk)) && label(object).startsWith(attempt + "-"))
                .findFirst();
    }

    /**
     * Seals a chunk into the bucket. Of several workers that do, each writes an object of its own.
     *
     * @param partition sets this worker's object apart
     * @throws MediaException as cancelled when the item takes no objects any more
     */
    void write(ChunkOrder order, long partition, Path file, ObjectTags tags, Runnable checkpoint) throws IOException {
        long size = Files.size(file);
        StoredObject object = objects.announce(
                        order.item(),
                        EnumSet.of(ItemState.STORED),
                        ObjectRole.CHUNK,
                        unused(order, partition),
                        name(order.chunk()),
                        SealedLayout.partSizeFor(size),
                        "video/mp4")
                .orElseThrow(() -> new MediaException(new MediaFailure.Cancelled()));
        try (InputStream in = Files.newInputStream(file);
                InputStream watched = new WatchedStream(in, checkpoint, Progress.silent(), 0, size)) {
            objects.complete(object.id(), bytes.write(object, watched, tags));
        }
    }

    /** Opens a chunk into a local file. */
    void fetch(StoredObject chunk, Path target, Runnable checkpoint) throws IOException {
        try (InputStream in =
                        bytes.open(chunk).open(ByteRange.whole(chunk.complete().size()));
                InputStream watched = new WatchedStream(
                        in, checkpoint, Progress.silent(), 0, chunk.complete().size())) {
            Files.copy(watched, target);
        }
    }

    /**
     * Deletes all chunks of an item that needs none and that no hold keeps, and proves it. What cannot be deleted now is found by {@link #tidy}; bytes of a write that was
     * under way go with the item at the latest.
     */
    void remove(ItemId item) {
        List<StoredObject> chunks = objects.all(item).stream()
                .filter(object -> object.role() == ObjectRole.CHUNK)
                .filter(object -> object.status() != StoredObject.Status.GONE)
                .toList();
        List<ObjectId> ids = chunks.stream().map(StoredObject::id).toList();
        if (chunks.isEmpty() || !removals.permit(item, ids, ACTOR)) {
            return;
        }
        KeyPrefix prefix =
                new KeyPrefix(StoredObject.prefixOf(chunks.getFirst().account(), item) + ObjectRole.CHUNK.word() + "/");
        List<ObjectKey> keys = chunks.stream().map(StoredObject::key).toList();
        boolean empty = new PrefixDeletion(store, DeletionLimits.usual())
                .delete(prefix, keys, versions -> {})
                .empty();
        if (empty) {
            objects.gone(ids);
        }
    }

    /** Deletes the chunks of items that need none any more; one that fails does not keep the others. */
    void tidy(int limit) {
        for (ItemId item : objects.withSpareChunks(limit)) {
            try {
                remove(item);
            } catch (ObjectStoreException later) {
                LOG.warn("Chunks of recording {} are still there: {}", item, later.getMessage());
            }
        }
    }

    private String unused(ChunkOrder order, long partition) {
        Set<String> used = objects.all(order.item()).stream()
                .filter(object -> object.role() == ObjectRole.CHUNK)
                .map(ChunkFiles::label)
                .collect(Collectors.toSet());
        String first = order.attempt() + "-" + partition;
        String label = first;
        for (int count = 2; used.contains(label); count++) {
            label = first + "-" + count;
        }
        return label;
    }

    private static String label(StoredObject object) {
        return object.key().value().split("/", -1)[KEY_ATTEMPT];
    }

    private static String name(int chunk) {
        return "chunk-%05d.mp4".formatted(chunk);
    }
}
