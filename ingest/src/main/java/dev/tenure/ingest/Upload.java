package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectId;
import dev.tenure.objectstore.ObjectTags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An upload as it stands.
 *
 * @param length bytes in all
 * @param storedBytes bytes acknowledged; the next one goes here
 * @param expiresAt after this nothing more is taken
 * @param finished whether the item has left RECEIVING
 */
public record Upload(
        UploadId id,
        AccountId account,
        ItemId item,
        ObjectId object,
        long length,
        int partSize,
        ObjectTags tags,
        @Nullable ContentHash expectedHash,
        @Nullable String multipartId,
        long storedBytes,
        @Nullable String tailKey,
        Instant expiresAt,
        boolean finished) {

    public boolean complete() {
        return storedBytes == length;
    }

    /** The number of the part that the next byte belongs to, from 1. */
    int nextPart() {
        return Math.toIntExact(storedBytes / partSize) + 1;
    }

    /** Acknowledged bytes of the part that is not full yet: they lie in the tail. */
    int tailSize() {
        return complete() ? 0 : (int) (storedBytes % partSize);
    }
}
