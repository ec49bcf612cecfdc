package dev.tenure.catalog;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the bytes of items: finds the key, seals and opens. Memory is bounded by one part, whatever the object's size. */
public final class ItemBytes {

    private final Items items;
    private final KeyVault vault;
    private final ObjectStore store;

    ItemBytes(Items items, KeyVault vault, ObjectStore store) {
        this.items = items;
        this.vault = vault;
        this.store = store;
    }

    /**
     * The complete object, readable at any place.
     *
     * @throws KeyUnavailable when the item's key is destroyed, or the vault cannot unwrap it
     */
    public SealedObject open(StoredObject object) {
        return new SealedObject(store, object.key(), object.layout(), seal(object));
    }

    /**
     * Seals parts of this object.
     *
     * @throws KeyUnavailable when the item's key is destroyed, or the vault cannot unwrap it
     */
    public PartSeal seal(StoredObject object) {
        ItemKey key = items.key(object.item())
                .orElseThrow(() -> new KeyUnavailable("the key of item " + object.item() + " is destroyed", null));
        return new PartSeal(
                vault.unwrap(key.wrapped(), StoredObject.keyBinding(object.account(), object.item())),
                object.binding());
    }

    /**
     * Seals a stream into the bucket as this announced object, in one request when it fits into one part, else in a multipart upload. After a
     * failure an upload may stay open under the object's key; it goes with the item at the latest.
     *
     * @return what to complete the object's row with
     */
    public StoredObject.Facts write(StoredObject object, InputStream plaintext, ObjectTags tags) throws IOException {
        PartSeal seal = seal(object);
        DigestInputStream hashed = new DigestInputStream(plaintext, sha256());
        byte[] part = new byte[object.partSize()];
        int filled = hashed.readNBytes(part, 0, part.length);
        int next = filled < part.length ? -1 : hashed.read();
        if (next < 0) {
            byte[] sealed = seal.seal(1, PartSeal.Role.LAST, part, filled);
            ObjectVersion version = store.put(object.key(), sealed, SEALED_TYPE, tags);
            return new StoredObject.Facts(filled, hash(hashed), version.versionId());
        }
        MultipartUpload upload = store.beginUpload(object.key(), SEALED_TYPE, tags);
        List<StoredPart> parts = new ArrayList<>();
        long size = 0;
        while (next >= 0) {
            parts.add(store.uploadPart(
                    upload, parts.size() + 1, seal.seal(parts.size() + 1, PartSeal.Role.INNER, part, filled)));
            size += filled;
            part[0] = (byte) next;
            filled = 1 + hashed.readNBytes(part, 1, part.length - 1);
            next = filled < part.length ? -1 : hashed.read();
        }
        parts.add(store.uploadPart(
                upload, parts.size() + 1, seal.seal(parts.size() + 1, PartSeal.Role.LAST, part, filled)));
        size += filled;
        ObjectVersion version = store.completeUpload(upload, parts);
        return new StoredObject.Facts(size, hash(hashed), version.versionId());
    }

    /** The content type that the store sees: it holds ciphertext, whatever is inside. */
    public static final String SEALED_TYPE = "application/octet-stream";

    private static ContentHash hash(DigestInputStream stream) {
        return ContentHash.of(stream.getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
