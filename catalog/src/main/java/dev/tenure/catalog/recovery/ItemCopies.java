package dev.tenure.catalog.recovery;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemKey;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.RecoverySeal;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Copies of what the catalog knows of one item, beside the item's other objects: sealed under the item's key like those, with that key, sealed to the recovery
 * key, among its tags. It goes with the item; from the commit on that destroys the item's key only the recovery key, which no server has, opens what is not
 * deleted yet. Without a recovery key nothing is written.
 */
public final class ItemCopies {

    /** The name of the object. */
    static final String NAME = "catalog.json";

    /** Tag: the data key, sealed to the recovery key for the item's binding. */
    static final String KEY = "tenure-recovery";

    /** Tag: the id of the copy, which its sealed bytes are bound to. */
    static final String OBJECT = "tenure-object";

    /** Tag: the copy's size before it was sealed. */
    static final String SIZE = "tenure-size";

    private final JdbcItemCopies copies;
    private final Items items;
    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final ObjectStore store;
    private final KeyVault vault;
    private final @Nullable RecoverySeal seal;
    private final Supplier<SigningKey> signing;
    private final TransactionOperations transaction;

    ItemCopies(
            JdbcItemCopies copies,
            Items items,
            StoredObjects objects,
            ItemBytes bytes,
            ObjectStore store,
            KeyVault vault,
            @Nullable RecoverySeal seal,
            Supplier<SigningKey> signing,
            TransactionOperations transaction) {
        this.copies = copies;
        this.items = items;
        this.objects = objects;
        this.bytes = bytes;
        this.store = store;
        this.vault = vault;
        this.seal = seal;
        this.signing = signing;
        this.transaction = transaction;
    }

    /**
     * Writes the item's copy anew and deletes the earlier ones. After a failure those are there, and the call is to be repeated.
     *
     * @param allowed the states that an item may be in
     */
    public void write(Item item, Set<ItemState> allowed) {
        RecoverySeal to = seal;
        Optional<ItemKey> key = items.key(item.id());
        if (to == null || key.isEmpty()) {
            return;
        }
        List<StoredObject> before = objects.all(item.id()).stream()
                .filter(object -> object.role() == ObjectRole.RECOVERY)
                .toList();
        Optional<StoredObject> announced = objects.announce(
                item.id(),
                allowed,
                ObjectRole.RECOVERY,
                Integer.toString(before.size() + 1),
                NAME,
                SealedLayout.partSizeFor(1),
                "application/json");
        if (announced.isEmpty()) {
            return;
        }
        StoredObject fresh = announced.get();
        DataKey data = vault.unwrap(key.get().wrapped(), StoredObject.keyBinding(item.account(), item.id()));
        byte[] text = new KeptRows(null, fresh.key().value(), copies.now(), copies.version(), copies.rows(item))
                .signed(signing.get());
        ObjectTags tags = ObjectTags.of(Map.of(
                "tenure-item",
                item.id().toString(),
                "tenure-account",
                item.account().toString(),
                KEY,
                to.escrow(data, StoredObject.keyBinding(item.account(), item.id())),
                OBJECT,
                fresh.id().toString(),
                SIZE,
                Integer.toString(text.length)));
        StoredObject.Facts facts;
        try {
            facts = bytes.write(fresh, new ByteArrayInputStream(text), tags);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory could not be read", impossible);
        }
        transaction.executeWithoutResult(status -> {
            objects.drop(before.stream().map(StoredObject::id).toList());
            objects.publish(fresh.id(), facts, fresh.mediaType());
        });
        before.stream()
                .filter(object -> object.status() == StoredObject.Status.VISIBLE)
                .forEach(object -> store.deleteVersions(List.of(object.version())));
    }
}
