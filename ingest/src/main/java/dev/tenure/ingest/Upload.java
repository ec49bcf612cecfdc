package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectId;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An upload as it stands.
 *
 * @param item the item that it becomes; of a {@link Kind#PARTIAL} one, an id under which its bytes lie and which is no item's
 * @param object the item's source; of a partial upload, an id that only its bytes are bound to
 * @param stagingKey the wrapped key of a partial upload's bytes; absent for the others, whose item has the key
 * @param length bytes in all, or {@link NewUpload#UNKNOWN_LENGTH}
 * @param storedBytes bytes acknowledged; the next one goes here
 * @param parts full parts acknowledged; the bytes beyond them lie in the tail
 * @param tails whether a tail was ever written
 * @param versionId the store's name of the finished object, once it is known
 * @param expiresAt after this nothing more is taken
 */
public record Upload(
        UploadId id,
        AccountId account,
        Kind kind,
        ItemId item,
        ObjectId object,
        @Nullable WrappedKey stagingKey,
        long length,
        int partSize,
        ObjectTags tags,
        @Nullable ContentHash expectedHash,
        @Nullable String multipartId,
        long storedBytes,
        int parts,
        @Nullable String tailKey,
        boolean tails,
        @Nullable String versionId,
        Instant expiresAt,
        Status status) {

    /** What becomes of an upload (tus 1.0.0, concatenation). */
    public enum Kind {
        /** Becomes an item by itself. */
        SINGLE,
        /** Waits to be joined with others. */
        PARTIAL,
        /** Is put together by the server out of partial ones; nothing is sent to it. */
        FINAL
    }

    /** Whether anything is still to come. */
    public enum Status {
        /** Bytes are arriving, or all are here and wait to be finished. */
        OPEN,
        /** Its item has left RECEIVING. */
        FINISHED,
        /** Terminated by its client, used up by a join, or reaped. */
        GIVEN_UP,
        /** Rested for too long, and waits to be reaped. */
        EXPIRED
    }

    public boolean lengthKnown() {
        return length != NewUpload.UNKNOWN_LENGTH;
    }

    /** Whether all bytes are stored, and the last of them as the object's last part. */
    public boolean complete() {
        return storedBytes == length && tailKey == null;
    }

    public boolean finished() {
        return status == Status.FINISHED;
    }

    /** Whether it is of no use any more, and never was an item to keep. */
    public boolean gone() {
        return status == Status.GIVEN_UP || status == Status.EXPIRED;
    }

    /** Bytes in full parts, where the part begins that the next byte belongs to. */
    long partStart() {
        return (long) parts * partSize;
    }

    /** Acknowledged bytes of the part that is not full yet: they lie in the tail. */
    int tailSize() {
        return tailKey == null ? 0 : Math.toIntExact(storedBytes - partStart());
    }

    /** The same upload, further on. */
    Upload advanced(int nowParts, long nowStored, @Nullable String nowTail, @Nullable String version) {
        return new Upload(
                id,
                account,
                kind,
                item,
                object,
                stagingKey,
                length,
                partSize,
                tags,
                expectedHash,
                multipartId,
                nowStored,
                nowParts,
                nowTail,
                tails || nowTail != null,
                version == null ? versionId : version,
                expiresAt,
                status);
    }

    /** The same upload, with its multipart upload. */
    Upload begun(String multipart) {
        return new Upload(
                id,
                account,
                kind,
                item,
                object,
                stagingKey,
                length,
                partSize,
                tags,
                expectedHash,
                multipart,
                storedBytes,
                parts,
                tailKey,
                tails,
                versionId,
                expiresAt,
                status);
    }
}
