package dev.tenure.objectstore;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects in one bucket of an S3-compatible store, in our own words.
 *
 * <p><b>Failures.</b> Every method may throw {@link ObjectStoreException}, which says whose fault it is and whether a later attempt can help.
 * Three of its kinds carry more: {@link ObjectNotFound} (the thing named is not there), {@link SlowDown} (nothing was done; come back later
 * and with less) and {@link OutcomeUnknown} (an effect may or may not have happened). Methods that only look never throw the last. After it,
 * asking for the effect again is safe: keys are written once per attempt, deletes name versions, and aborts, tags and holds can be repeated;
 * {@link #putIfAbsent} says what it cannot promise.
 *
 * <p><b>Truth.</b> Nothing is cached: what a method returns is what the store said during the call. What the store can do at all is {@link
 * #features}; methods adapt to it as each says. All methods may be called by many threads.
 */
public interface ObjectStore extends AutoCloseable {

    /** The most versions that {@link #deleteVersions} takes at once; S3's own limit (DeleteObjects). */
    int MAX_DELETE_BATCH = 1000;

    /** The bucket's name, as certificates quote it. */
    String bucket();

    /** What the server behind this store was found to do; {@link StoreFeatures#assumed} until it was examined. */
    StoreFeatures features();

    /** Uses the server as these features say, from the next call on. */
    void adapt(StoreFeatures features);

    /**
     * Stores the bytes as one object, with its tags from the first instant on. All or nothing; putting the same key again adds a version
     * where the bucket keeps versions, else replaces. Where the server keeps no tags they are written as user metadata, which cannot be
     * changed later.
     */
    ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags);

    /**
     * Stores the bytes unless the key has an object; of many who try at once exactly one succeeds. Empty for the others, who wrote nothing.
     *
     * <p>After {@link OutcomeUnknown} the object may be there and be one's own: whoever asks again may be told that it is there, and has to
     * compare what it holds.
     *
     * <p>This is S3's {@code If-None-Match: *} where {@link StoreFeatures#exclusivePut} was proven. Elsewhere everybody writes a version and the
     * oldest one counts, the others are deleted again; in a bucket without versions nobody can tell, and the call is refused.
     *
     * @throws ObjectStoreException of fault CONFIGURATION where the server has neither conditional writes nor versions
     */
    Optional<ObjectVersion> putIfAbsent(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags);

    /**
     * Copies one version to another key inside the server, whatever its size; its bytes do not pass through this process. The copy carries the
     * given tags, not its source's. All or nothing to readers; after a failure of a copy in parts an upload may stay open under the target key.
     *
     * @throws ObjectNotFound when there is no such version
     */
    ObjectVersion copy(ObjectVersion source, ObjectKey target, String contentType, ObjectTags tags);

    /** Begins an object in parts. Until it is completed or aborted it uses room in the bucket that only {@link #listUploads} shows. */
    MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags tags);

    /**
     * Stores one part; the same number again replaces the earlier part. Parts but the last have at least 5 MiB (S3's minimum). Upload and
     * number are all that names a part, so any process may go on where another one died.
     *
     * @throws ObjectNotFound when no such upload is open
     */
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

    /**
     * Uploads under the prefix that are neither completed nor aborted. Complete only where {@link StoreFeatures#uploads} is {@code BY_PREFIX};
     * elsewhere ask for each key that may have one.
     */
    List<MultipartUpload> listUploads(KeyPrefix prefix);

    /** Uploads of exactly this key that are neither completed nor aborted. */
    List<MultipartUpload> listUploads(ObjectKey key);

    /** The current version's facts, or empty where there is none or a delete marker hides it. */
    Optional<ObjectFacts> facts(ObjectKey key);

    /**
     * Opens a range of the current version. The stream fetches as it is read; closing it early drops the connection, so close what you open. A
     * connection that ends before the range does makes the read throw, never end early.
     *
     * @throws ObjectNotFound when there is no such object
     * @throws ObjectStoreException of fault REQUEST when the range begins behind the object's end
     */
    InputStream open(ObjectKey key, ByteRange range);

    /**
     * Opens a range of exactly this version, also when a newer version or a delete marker hides it; otherwise as {@link #open(ObjectKey,
     * ByteRange)}.
     *
     * @throws ObjectNotFound when there is no such version, or it is a delete marker
     */
    InputStream open(ObjectVersion version, ByteRange range);

    /**
     * The tags that the store keeps of the current version; where it keeps none, those it was written with.
     *
     * @throws ObjectNotFound when there is no such object
     */
    ObjectTags tags(ObjectKey key);

    /**
     * Replaces the tags of the current version; its bytes and version stay.
     *
     * @return false where the server keeps no tags: what was written with the object stays
     * @throws ObjectNotFound when there is no such object
     */
    boolean retag(ObjectKey key, ObjectTags tags);

    /**
     * One page of all versions and delete markers under the prefix, current or not, in order of key, behind the mark. What is written between two pages may or
     * may not be seen. Whoever deletes what a page lists begins again at {@link ListingMark#START} until nothing is listed: some servers lose
     * their place with the version that marked it.
     */
    Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after);

    /**
     * One page of all versions and delete markers of the whole bucket, whoever wrote them, in order of key; otherwise as {@link
     * #listVersions(KeyPrefix, ListingMark)}.
     */
    Listing<ObjectVersion> listAll(ListingMark after);

    /**
     * One page of all uploads of the whole bucket that are neither completed nor aborted, in order of key. Says something only where {@link
     * StoreFeatures#uploads} is {@code BY_PREFIX}.
     */
    Listing<MultipartUpload> listAllUploads(ListingMark after);

    /** All versions and delete markers under the prefix; every page is read before this returns. */
    default List<ObjectVersion> listVersions(KeyPrefix prefix) {
        List<ObjectVersion> found = new ArrayList<>();
        Optional<ListingMark> next = Optional.of(ListingMark.START);
        while (next.isPresent()) {
            Listing<ObjectVersion> page = listVersions(prefix, next.get());
            found.addAll(page.entries());
            next = page.next();
        }
        return found;
    }

    /**
     * Deletes exactly these versions, at most {@value #MAX_DELETE_BATCH}. Some may be deleted and others refused: read the outcome, a per-key
     * error is not an exception. After an exception nothing is known of any of them.
     */
    DeleteOutcome deleteVersions(List<ObjectVersion> versions);

    /** Locks on versions, where the server was proven to enforce them; else empty. */
    Optional<ObjectLocks> locks();

    /**
     * The same whatever the server was found to do: to clear what was set while {@link #locks} was there. Nothing of it says that a lock keeps
     * anything, and a server that knows no locks refuses each call.
     */
    ObjectLocks locksRegardless();

    /**
     * An address under which anybody can read the current version until it expires. It is a secret: never log it, never keep it longer than
     * needed. It cannot be taken back.
     *
     * @param lifetime from one second to seven days (the limit of AWS Signature Version 4)
     */
    PresignedRead presign(ObjectKey key, Duration lifetime);

    /** Makes the bucket if it is missing, with versions on, and with object lock where the server takes it. An existing bucket is left as it is. */
    void ensureBucket();

    /** Gives up the connections. Bodies that are still open break off. */
    @Override
    default void close() {}
}
