package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** HeadObject, GetObject, and tags. */
final class S3Reads {

    private final Bucket bucket;

    S3Reads(Bucket bucket) {
        this.bucket = bucket;
    }

    Optional<ObjectFacts> facts(ObjectKey key) {
        try {
            HeadObjectResponse head = S3Failures.looking("look at", key, () -> head(key));
            return Optional.of(new ObjectFacts(key, Bucket.version(head.versionId()), head.contentLength()));
        } catch (ObjectNotFound absent) {
            return Optional.empty();
        }
    }

    /**
     * What a write left. Some servers do not name the version in every answer, and a version of no name would count as deleted without being it, so
     * they are asked again.
     */
    ObjectVersion written(ObjectKey key, @Nullable String versionId, long size) {
        if (versionId != null || !bucket.features().versions()) {
            return new ObjectVersion(key, Bucket.version(versionId), size, false);
        }
        try {
            ObjectFacts found = facts(key)
                    .filter(there -> there.size() == size)
                    .orElseThrow(() -> new OutcomeUnknown("what was written to " + key + " is not there", null));
            return new ObjectVersion(key, found.versionId(), size, false);
        } catch (ObjectStoreException failure) {
            // The write itself is done: whatever keeps us from seeing it must not look like a write that was refused.
            throw failure instanceof OutcomeUnknown
                    ? failure
                    : new OutcomeUnknown("what was written to " + key + " cannot be looked at", failure);
        }
    }

    private HeadObjectResponse head(ObjectKey key) {
        return bucket.client()
                .headObject(request -> request.bucket(bucket.name()).key(key.value()));
    }

    InputStream open(ObjectKey key, @Nullable String versionId, ByteRange range) {
        if (range.length() == 0) {
            return InputStream.nullInputStream();
        }
        return S3Failures.looking(
                "open",
                key,
                () -> new ObjectStream(
                        key,
                        bucket.client()
                                .getObject(request -> request.bucket(bucket.name())
                                        .key(key.value())
                                        .versionId(versionId)
                                        .range("bytes=" + range.first() + "-" + (range.end() - 1)))));
    }

    ObjectTags tags(ObjectKey key) {
        return S3Failures.looking("read tags of", key, () -> {
            if (!bucket.features().tags()) {
                return TaggingMetadata.in(head(key).metadata());
            }
            TreeMap<String, String> found = new TreeMap<>();
            bucket.client()
                    .getObjectTagging(request -> request.bucket(bucket.name()).key(key.value()))
                    .tagSet()
                    .forEach(tag -> found.put(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
            return new ObjectTags(found);
        });
    }
}
