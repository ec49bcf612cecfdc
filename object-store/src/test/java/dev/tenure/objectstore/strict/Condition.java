package dev.tenure.objectstore.strict;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a write may go ahead.
 *
 * @param absent only while the key has no object ({@code If-None-Match: *})
 * @param etag only while the current object has this one ({@code If-Match})
 */
public record Condition(boolean absent, @Nullable String etag) {

    public static final Condition ALWAYS = new Condition(false, null);
    public static final Condition IF_ABSENT = new Condition(true, null);

    void check(Optional<StoredVersion> current) {
        if (absent && current.isPresent()) {
            throw failed();
        }
        if (etag == null) {
            return;
        }
        StoredVersion there = current.orElseThrow(() -> new S3Refusal(404, "NoSuchKey", "There is no such key."));
        if (!etag.equals("*") && !etag.equals(there.content().etag())) {
            throw failed();
        }
    }

    static S3Refusal failed() {
        return new S3Refusal(412, "PreconditionFailed", "A precondition of the request does not hold.");
    }
}
