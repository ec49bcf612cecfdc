package dev.tenure.catalog;

import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedObject;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Reads and writes the bytes of items: finds the key, seals and opens. Memory is bounded by the budget of {@link SealedTransfers}, whatever the
 * object's size.
 */
public final class ItemBytes {

    private final Items items;
    private final KeyVault vault;
    private final SealedTransfers transfers;

    ItemBytes(Items items, KeyVault vault, SealedTransfers transfers) {
        this.items = items;
        this.vault = vault;
        this.transfers = transfers;
    }

    /**
     * The complete object, readable at any place: exactly the version that was verified, whatever lies over it by now.
     *
     * @throws KeyUnavailable when the item's key is destroyed, or the vault cannot unwrap it
     */
    public SealedObject open(StoredObject object) {
        return transfers.object(object.version(), object.layout(), seal(object));
    }

    /**
     * An object whose bytes are whole, and which nobody has verified yet.
     *
     * @param size plaintext bytes
     * @throws KeyUnavailable when the item's key is destroyed, or the vault cannot unwrap it
     */
    public SealedObject openUnverified(StoredObject object, long size, String versionId) {
        SealedLayout layout = new SealedLayout(size, object.partSize());
        ObjectVersion version = new ObjectVersion(object.key(), versionId, layout.sealedSize(), false);
        return transfers.object(version, layout, seal(object));
    }

    /**
     * Seals parts of this object.
     *
     * @throws KeyUnavailable when the item's key is destroyed, or the vault cannot unwrap it
     */
    public PartSeal seal(StoredObject object) {
        ItemKey key = items.key(object.item())
                .orElseThrow(() -> new KeyUnavailable(
                        KeyUnavailable.Reason.DESTROYED, "the key of item " + object.item() + " is destroyed"));
        return new PartSeal(
                vault.unwrap(key.wrapped(), StoredObject.keyBinding(object.account(), object.item())),
                object.binding());
    }

    /**
     * Seals a stream into the bucket as this announced object, and hashes it on the way; parts are sent side by side. After a failure an upload
     * may stay open under the object's key; it goes with the item at the latest.
     *
     * @return what to complete the object's row with
     */
    public StoredObject.Facts write(StoredObject object, InputStream plaintext, ObjectTags tags) throws IOException {
        DigestInputStream hashed = new DigestInputStream(plaintext, sha256());
        SealedTransfers.Written written = transfers.write(object.key(), object.partSize(), seal(object), tags, hashed);
        ContentHash hash = ContentHash.of(hashed.getMessageDigest().digest());
        return new StoredObject.Facts(
                written.plaintextSize(), hash, written.version().versionId());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
