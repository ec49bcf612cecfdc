package dev.tenure.objectstore;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's bucket, from which objects are fetched: nothing of ours is in it, and keys are whatever its owner made them. Every method may throw
 * {@link ObjectStoreException}, as those of {@link ObjectStore}. Safe for use by many threads.
 */
public interface ForeignBucket extends AutoCloseable {

    /**
     * A current object.
     *
     * @param etag without its quotes
     */
    record Entry(String key, long size, String etag, Instant changedAt) {}

    /**
     * Some of them.
     *
     * @param next what to go on after; absent on the last page
     */
    record Page(List<Entry> entries, @Nullable String next) {

        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What tells one content of a key from another.
     *
     * @param etag without its quotes
     * @param versionId absent in a bucket that keeps no versions
     */
    record Facts(long size, String etag, @Nullable String versionId) {}

    /** One page of the current objects under a prefix, in order of key. */
    Page list(String prefix, @Nullable String after);

    /** The current object; empty when there is none. */
    Optional<Facts> facts(String key);

    /**
     * Opens exactly this content from a place on. The stream fetches as it is read; closing it early drops the connection.
     *
     * @throws ObjectNotFound when the key has no such content any more
     */
    InputStream open(String key, Facts facts, long from);

    /**
     * Deletes exactly this content, for good where the bucket keeps versions.
     *
     * @return false when the key has other content by now, which stays
     */
    boolean delete(String key, Facts facts);

    @Override
    void close();
}
