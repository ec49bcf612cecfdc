package dev.tenure.catalog.manifest;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.manifest.JdbcManifests.Behind;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps the manifests of items up to their facts. Every step may be repeated after a crash. */
public final class Manifests {

    /** The name of the object. */
    public static final String NAME = "manifest.json";

    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
    /** States of items that have a manifest. */
    static final Set<ItemState> WRITTEN =
            EnumSet.of(ItemState.STORED, ItemState.READY, ItemState.QUARANTINED, ItemState.TRASHED);

    private static final int KEY_ATTEMPT = 3;

    private final JdbcManifests manifests;
    private final ManifestText text;
    private final Items items;
    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final ObjectStore store;
    private final TransactionOperations transaction;
    private final ManifestSettings settings;
    private final Consumer<Item> copies;

    /** @param copies hears of items whose manifest is written, before that is noted */
    Manifests(
            JdbcManifests manifests,
            ManifestText text,
            Items items,
            StoredObjects objects,
            ItemBytes bytes,
            ObjectStore store,
            TransactionOperations transaction,
            ManifestSettings settings,
            Consumer<Item> copies) {
        this.copies = copies;
        this.manifests = manifests;
        this.text = text;
        this.items = items;
        this.objects = objects;
        this.bytes = bytes;
        this.store = store;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** Writes what is behind and has come to rest; returns how many. A failure leaves the item to be written next time, and does not keep the others. */
    public int catchUp(int limit) {
        int written = 0;
        for (Behind behind : manifests.behind(settings.settle(), limit)) {
            try {
                written += items.find(behind.item())
                                .filter(item -> items.key(item.id()).isPresent())
                                .filter(item -> write(item, behind))
                                .isPresent()
                        ? 1
                        : 0;
            } catch (ObjectStoreException failure) {
                LOG.warn("the manifest of item {} is behind still: {}", behind.item(), failure.getMessage());
            } catch (KeyUnavailable failure) {
                // Most likely of all that follow too, and each would be announced in vain.
                LOG.warn("manifests are behind still, of item {} first: {}", behind.item(), failure.getMessage());
                return written;
            }
        }
        return written;
    }

    private boolean write(Item item, Behind behind) {
        List<StoredObject> before = objects.all(item.id()).stream()
                .filter(object -> object.role() == ObjectRole.MANIFEST)
                .toList();
        Optional<StoredObject> announced = objects.announce(
                item.id(),
                WRITTEN,
                ObjectRole.MANIFEST,
                attempt(behind, before),
                NAME,
                SealedLayout.partSizeFor(1),
                "application/json");
        if (announced.isEmpty()) {
            return false;
        }
        StoredObject fresh = announced.get();
        StoredObject.Facts facts;
        try {
            JsonObject manifest = text.write(item);
            facts = bytes.write(
                    fresh,
                    new ByteArrayInputStream(manifest.canonicalBytes()),
                    ItemTags.of(item, ManifestText.goAt(manifest)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory could not be read", impossible);
        }
        transaction.executeWithoutResult(status -> {
            objects.drop(before.stream().map(StoredObject::id).toList());
            objects.publish(fresh.id(), facts, fresh.mediaType());
        });
        before.stream().filter(object -> object.facts() != null).forEach(this::delete);
        // Behind the manifest, which is one of the objects that it names.
        copies.accept(item);
        manifests.written(behind);
        return true;
    }

    /** Keys are written once, also by a try that ended in a crash. */
    private static String attempt(Behind behind, List<StoredObject> before) {
        Set<String> used = before.stream()
                .map(object -> object.key().value().split("/", -1)[KEY_ATTEMPT])
                .collect(Collectors.toSet());
        String attempt = Integer.toString(behind.factsVersion());
        for (int count = 2; used.contains(attempt); count++) {
            attempt = behind.factsVersion() + "-" + count;
        }
        return attempt;
    }

    /** What is locked, or cannot be deleted now, goes with the item. */
    private void delete(StoredObject replaced) {
        if (replaced.status() == StoredObject.Status.VISIBLE) {
            store.deleteVersions(List.of(replaced.version()));
        }
    }
}
