package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** PutObject, and tags. */
final class S3Writes {

    private final Bucket bucket;

    S3Writes(Bucket bucket) {
        this.bucket = bucket;
    }

    ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags, Map<String, String> metadata) {
        return S3Failures.changing("put", key, () -> {
            var request = request(key, contentType, tags, metadata)
                    .overrideConfiguration(bucket.limits().sending(bytes.length));
            var stored = bucket.client().putObject(request.build(), body(bytes));
            return new ObjectVersion(key, Bucket.version(stored.versionId()), bytes.length, false);
        });
    }

    PutObjectRequest.Builder request(ObjectKey key, String type, ObjectTags tags, Map<String, String> metadata) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket.name())
                .key(key.value())
                .contentType(type);
        return bucket.features().tags()
                ? request.tagging(TaggingHeader.of(tags)).metadata(metadata)
                : request.metadata(TaggingMetadata.with(tags, metadata));
    }

    /** Bytes that nobody changes until the call is over, so they need not be copied. */
    static RequestBody body(byte[] bytes) {
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(bytes), bytes.length, "application/octet-stream");
    }

    boolean retag(ObjectKey key, ObjectTags tags) {
        if (!bucket.features().tags()) {
            return false;
        }
        S3Failures.changing("tag", key, () -> {
            try {
                return bucket.client()
                        .putObjectTagging(request ->
                                request.bucket(bucket.name()).key(key.value()).tagging(tagging(tags)));
            } catch (S3Exception refused) {
                // S3Mock refuses an empty set. Not the only way, because radosgw 16 only says that it deleted the tags.
                if (refused.statusCode() != 400 || !tags.values().isEmpty()) {
                    throw refused;
                }
                return bucket.client()
                        .deleteObjectTagging(
                                request -> request.bucket(bucket.name()).key(key.value()));
            }
        });
        return true;
    }

    private static Tagging tagging(ObjectTags tags) {
        return Tagging.builder()
                .tagSet(tags.values().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
