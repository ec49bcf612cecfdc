package dev.tenure.objectstore;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Objects in one bucket of an S3-compatible store.
 *
 * <p>Every method may throw {@link ObjectStoreException}, which says whether a later attempt can help. {@link OutcomeUnknown} is thrown where
 * an effect may or may not have happened; asking for the effect again is always safe, because keys are written once and deletes name versions.
 * Nothing is cached: what a method returns is what the store said during the call. All methods may be called by many threads.
 */
public interface ObjectStore {

    /** The most versions that {@link #deleteVersions} takes at once; S3's own limit. */
    int MAX_DELETE_BATCH = 1000;

    /** The bucket's name, as certificates quote it. */
    String bucket();

    /**
     * Stores the bytes as one object, with its tags from the first instant on. All or nothing; putting the same key again adds a version
     * where the bucket keeps versions, else replaces.
     */
    ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags);

    /** Begins an object in parts. Until it is completed or aborted it uses room in the bucket that only {@link #listUploads} shows. */
    MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags tags);

    /** Stores one part; the same number again replaces the earlier part. Parts but the last have at least 5 MiB (S3's minimum). */
    StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes);

    /**
     * Makes the object out of its parts. After {@link OutcomeUnknown} look with {@link #facts}: an upload that is gone while the object is
     * there was completed.
     *
     * @throws ObjectNotFound when no such upload is open (never begun, aborted, or completed before); for one completed before, some servers
     *     answer with its version again instead
     */
    ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts);

    /**
     * The parts of an open upload as the store has them now, in order of number. Where a part was sent more than once, this says which one counts.
     *
     * @throws ObjectNotFound when no such upload is open
     */
    List<StoredPart> listParts(MultipartUpload upload);

    /** Drops the upload and its parts. An upload that is not there is no error. Some servers list it still: list again before you believe. */
    void abortUpload(MultipartUpload upload);

    /** Uploads under the prefix that are neither completed nor aborted. */
    List<MultipartUpload> listUploads(KeyPrefix prefix);

    /** The current version's facts, or empty where there is none or a delete marker hides it. */
    Optional<ObjectFacts> facts(ObjectKey key);

    /**
     * Opens a range of the current version. The stream fetches as it is read; closing it early drops the connection, so close what you open.
     *
     * @throws ObjectNotFound when there is no such object
     */
    InputStream open(ObjectKey key, ByteRange range);

    /**
     * The tags that the store keeps of the current version.
     *
     * @throws ObjectNotFound when there is no such object
     */
    ObjectTags tags(ObjectKey key);

    /**
     * Replaces the tags of the current version; its bytes and version stay.
     *
     * @throws ObjectNotFound when there is no such object
     */
    void retag(ObjectKey key, ObjectTags tags);

    /** All versions and delete markers under the prefix, current or not; every page is read before this returns. */
    List<ObjectVersion> listVersions(KeyPrefix prefix);

    /**
     * Deletes exactly these versions, at most {@value #MAX_DELETE_BATCH}. Some may be deleted and others refused: read the outcome, a per-key
     * error is not an exception. After an exception nothing is known of any of them.
     */
    DeleteOutcome deleteVersions(List<ObjectVersion> versions);

    /** Makes the bucket if it is missing, with versioning on. An existing bucket is left as it is. */
    void ensureBucket();
}
