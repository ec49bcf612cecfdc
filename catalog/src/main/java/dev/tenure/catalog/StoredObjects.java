package dev.tenure.catalog;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The inventory of an item's objects. */
public interface StoredObjects {

    /**
     * Announces an object before its first byte is written. Refused, so that nothing is ever created for an item that goes, unless the item is
     * in one of these states when this commits.
     *
     * @param attempt names the try in the key, for instance {@code 1}
     * @param name lower-case letters, digits, dots and hyphens
     */
    Optional<StoredObject> announce(
            ItemId item,
            Set<ItemState> allowed,
            ObjectRole role,
            String attempt,
            String name,
            int partSize,
            String mediaType);

    Optional<StoredObject> find(ObjectId id);

    /** Notes that the bytes are complete; nobody sees them yet. */
    void complete(ObjectId id, StoredObject.Facts facts);

    /** Makes complete objects visible, all of them in the caller's transaction. */
    void publish(List<ObjectId> ids);

    /**
     * Completes an announced object and makes it visible, in one step.
     *
     * @param mediaType what it is, now that its bytes are known
     * @throws IllegalStateException when it is complete already, or given up
     */
    void publish(ObjectId id, StoredObject.Facts facts, String mediaType);

    /** Gives up objects of an attempt; a visible one disappears from readers. */
    void drop(List<ObjectId> ids);

    /** What readers see of the item; its manifest is not part of that. */
    List<StoredObject> visible(ItemId item);

    Optional<StoredObject> visible(ItemId item, String name);

    /** The item's manifest, once one is written. */
    Optional<StoredObject> manifest(ItemId item);

    /** Every object ever announced for the item, whatever became of it. */
    List<StoredObject> all(ItemId item);

    /** The same of several items; one that has none is not among them. */
    Map<ItemId, List<StoredObject>> all(Collection<ItemId> items);

    /** Bytes in the bucket of the complete objects of these items together. */
    long bytes(Collection<ItemId> items);

    /** How many objects were ever announced for each of these items; one that has none is not among them. */
    Map<ItemId, Integer> count(Collection<ItemId> items);

    /**
     * What was given up or replaced at least this long ago, of these roles, of recordings that live on and that no hold keeps; the oldest first. It is what
     * nobody reads and nothing has to be kept of.
     */
    List<StoredObject> dropped(Set<ObjectRole> roles, Duration age, int limit);

    /** Notes that all bytes of the item are proven gone. */
    void gone(ItemId item);

    /** Notes that the bytes of a dropped object are proven gone. */
    void gone(ObjectId id);

    /** Notes that the bytes of these objects are proven gone, while their item stays. */
    void gone(List<ObjectId> ids);

    /**
     * Items that no longer need the chunks they still have, because they are ready, in the trash, or have a problem that ended their processing; in
     * order of id. Not those of which a hold keeps everything.
     */
    List<ItemId> withSpareChunks(int limit);
}
