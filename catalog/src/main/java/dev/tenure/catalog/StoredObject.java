package dev.tenure.catalog;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.SealedLayout;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a bucket owned by an item. Its row exists before its first byte does, and outlives its last. Each attempt at making it has keys of
 * its own, so nothing is ever overwritten.
 *
 * @param account the item's account, part of the key
 * @param name fixed word with extension, for instance {@code video.mp4}
 * @param partSize plaintext bytes per sealed part
 * @param mediaType as it is served
 * @param facts size, hash and version; absent until the bytes are complete
 */
public record StoredObject(
        ObjectId id,
        AccountId account,
        ItemId item,
        ObjectRole role,
        String name,
        String bucket,
        ObjectKey key,
        Status status,
        int partSize,
        String mediaType,
        @Nullable Facts facts) {

    /** Whether anybody may rely on it. */
    public enum Status {
        /** Bytes may be there, in part or whole; nobody reads them. */
        ANNOUNCED,
        /** Complete and verified. */
        VISIBLE,
        /** A failed attempt's, or replaced; its bytes go with the item at the latest. */
        DROPPED,
        /** Deleted and proven absent. */
        GONE
    }

    /**
     * What is known once the bytes are complete.
     *
     * @param size plaintext bytes
     * @param sha256 of the plaintext
     * @param versionId the store's name for exactly these bytes
     */
    public record Facts(long size, ContentHash sha256, String versionId) {}

    /** Where everything of an item lies. */
    public static KeyPrefix prefixOf(AccountId account, ItemId item) {
        return new KeyPrefix(account + "/" + item + "/");
    }

    /** What its sealed bytes are bound to: the account, the item and this very object. */
    public SealBinding binding() {
        return new SealBinding(account + "/" + item + "/" + id);
    }

    /** What the item's data key is bound to when it is wrapped. */
    public static SealBinding keyBinding(AccountId account, ItemId item) {
        return new SealBinding(account + "/" + item);
    }

    /** The facts of a complete object; asking an incomplete one is a mistake in the caller. */
    public Facts complete() {
        if (facts == null) {
            throw new IllegalStateException(key + " is not complete");
        }
        return facts;
    }

    /** Exactly the bytes that were verified, as the store names them. */
    public ObjectVersion version() {
        return new ObjectVersion(key, complete().versionId(), layout().sealedSize(), false);
    }

    public SealedLayout layout() {
        return new SealedLayout(complete().size(), partSize);
    }
}
