package dev.tenure.objectstore.strict;

import java.time.Instant;

/**
 * A version or delete marker as a bucket keeps it.
 *
 * @param id {@code "null"} where the bucket kept no versions when it was written
 * @param born number of the change that wrote it
 */
public record StoredVersion(
        String key, String id, boolean marker, Content content, Description description, Instant modified, long born) {

    StoredVersion described(Description other) {
        return new StoredVersion(key, id, marker, content, other, modified, born);
    }

    /** What remains in memory of a deleted one. */
    StoredVersion withoutContent() {
        return new StoredVersion(key, id, marker, content.withoutBytes(), Description.none(), modified, born);
    }
}
