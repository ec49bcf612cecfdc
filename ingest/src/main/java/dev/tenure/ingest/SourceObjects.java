package dev.tenure.ingest;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedObject;
import dev.tenure.objectstore.sealing.SealedTransfers;
import dev.tenure.objectstore.sealing.TransferBudget;
import dev.tenure.objectstore.sealing.WrappedKey;

/**
 * Where the bytes of uploads lie and how they are sealed. Those of a partial upload, which belongs to no item, lie exactly as an item's would, under
 * an id and a key of their own.
 */
final class SourceObjects {

    static final String NAME = "source";
    static final String UNKNOWN_TYPE = "application/octet-stream";

    /** Each attempt at an object has a key of its own; an upload is the only one. */
    static final String ATTEMPT = "1";

    private final StoredObjects objects;
    private final ItemBytes itemBytes;
    private final SealedTransfers transfers;
    private final KeyVault vault;
    private final ObjectStore store;

    SourceObjects(
            StoredObjects objects, ItemBytes itemBytes, SealedTransfers transfers, KeyVault vault, ObjectStore store) {
        this.objects = objects;
        this.itemBytes = itemBytes;
        this.transfers = transfers;
        this.vault = vault;
        this.store = store;
    }

    /** The object that the upload becomes. */
    StoredObject of(Upload upload) {
        if (upload.kind() != Kind.PARTIAL) {
            return objects.find(upload.object()).orElseThrow();
        }
        return new StoredObject(
                upload.object(),
                upload.account(),
                upload.item(),
                ObjectRole.SOURCE,
                NAME,
                store.bucket(),
                StoredObject.prefixOf(upload.account(), upload.item())
                        .key(ObjectRole.SOURCE.word() + "/" + ATTEMPT + "/" + NAME),
                StoredObject.Status.ANNOUNCED,
                upload.partSize(),
                UNKNOWN_TYPE,
                null);
    }

    /**
     * Seals parts of the upload. May call a key server.
     *
     * @throws KeyUnavailable when its key is destroyed, or the vault cannot unwrap it
     */
    PartSeal seal(Upload upload, StoredObject source) {
        if (upload.kind() != Kind.PARTIAL) {
            return itemBytes.seal(source);
        }
        WrappedKey key = upload.stagingKey();
        if (key == null) {
            throw new KeyUnavailable(
                    KeyUnavailable.Reason.DESTROYED, "the key of upload " + upload.id() + " is destroyed");
        }
        return new PartSeal(
                vault.unwrap(key, StoredObject.keyBinding(upload.account(), upload.item())), source.binding());
    }

    /** The whole upload, to be read; nobody has verified it yet. */
    SealedObject open(Upload upload, StoredObject source, String versionId, PartSeal seal) {
        SealedLayout layout = new SealedLayout(upload.length(), source.partSize());
        return transfers.object(new ObjectVersion(source.key(), versionId, layout.sealedSize(), false), layout, seal);
    }

    /** The same of an upload whose only part is still at hand. */
    SealedObject atHand(Upload upload, StoredObject source, byte[] sealed, PartSeal seal) {
        return transfers.inMemory(source.key(), sealed, new SealedLayout(upload.length(), source.partSize()), seal);
    }

    /** Memory for one request that sends parts. */
    TransferBudget.Share memory() {
        return transfers.memory();
    }
}
