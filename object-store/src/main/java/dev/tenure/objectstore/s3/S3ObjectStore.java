package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoredPart;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** {@link ObjectStore} over the synchronous S3 client, whose own retries (three tries, with back-off) are the only ones. */
final class S3ObjectStore implements ObjectStore {

    /** How S3 spells the version id of an object in a bucket without versions. */
    private static final String NO_VERSION = "null";

    private final S3Client client;
    private final String bucket;

    S3ObjectStore(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        return S3Failures.translate("put", key, () -> {
            var stored = client.putObject(
                    request -> request.bucket(bucket)
                            .key(key.value())
                            .contentType(contentType)
                            .tagging(TaggingHeader.of(tags)),
                    RequestBody.fromBytes(bytes));
            return new ObjectVersion(key, version(stored.versionId()), bytes.length, false);
        });
    }

    @Override
    public MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags tags) {
        return S3Failures.translate("begin upload of", key, () -> {
            var begun = client.createMultipartUpload(request -> request.bucket(bucket)
                    .key(key.value())
                    .contentType(contentType)
                    .tagging(TaggingHeader.of(tags)));
            return new MultipartUpload(key, begun.uploadId());
        });
    }

    @Override
    public StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
        return S3Failures.translate("upload part " + number + " of", upload.key(), () -> {
            var stored = client.uploadPart(
                    request -> request.bucket(bucket)
                            .key(upload.key().value())
                            .uploadId(upload.uploadId())
                            .partNumber(number),
                    RequestBody.fromBytes(bytes));
            return new StoredPart(number, stored.eTag(), bytes.length);
        });
    }

    @Override
    public ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        return S3Failures.translate("complete upload of", upload.key(), () -> {
            var stored = client.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(upload.key().value())
                    .uploadId(upload.uploadId())
                    .multipartUpload(all -> all.parts(completed)));
            long size = parts.stream().mapToLong(StoredPart::size).sum();
            return new ObjectVersion(upload.key(), version(stored.versionId()), size, false);
        });
    }

    @Override
    public List<StoredPart> listParts(MultipartUpload upload) {
        return S3Failures.translate("list parts of", upload.key(), () -> {
            List<StoredPart> found = new ArrayList<>();
            client.listPartsPaginator(request ->
                            request.bucket(bucket).key(upload.key().value()).uploadId(upload.uploadId()))
                    .parts()
                    .forEach(part -> found.add(new StoredPart(part.partNumber(), part.eTag(), part.size())));
            return found;
        });
    }

    @Override
    public void abortUpload(MultipartUpload upload) {
        try {
            S3Failures.translate(
                    "abort upload of",
                    upload.key(),
                    () -> client.abortMultipartUpload(request ->
                            request.bucket(bucket).key(upload.key().value()).uploadId(upload.uploadId())));
        } catch (ObjectNotFound gone) {
            // Somebody aborted or completed it before: what was asked for is true.
        }
    }

    @Override
    public List<MultipartUpload> listUploads(KeyPrefix prefix) {
        return S3Failures.translate("list uploads under", prefix, () -> {
            List<MultipartUpload> found = new ArrayList<>();
            client.listMultipartUploadsPaginator(
                            request -> request.bucket(bucket).prefix(prefix.value()))
                    .uploads()
                    .forEach(upload -> found.add(new MultipartUpload(new ObjectKey(upload.key()), upload.uploadId())));
            return found;
        });
    }

    @Override
    public Optional<ObjectFacts> facts(ObjectKey key) {
        try {
            return Optional.of(S3Failures.translate("look at", key, () -> {
                var head = client.headObject(request -> request.bucket(bucket).key(key.value()));
                return new ObjectFacts(key, version(head.versionId()), head.contentLength());
            }));
        } catch (ObjectNotFound absent) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) {
        if (range.length() == 0) {
            return InputStream.nullInputStream();
        }
        return S3Failures.translate(
                "open",
                key,
                () -> new ObjectStream(
                        key,
                        client.getObject(request -> request.bucket(bucket)
                                .key(key.value())
                                .range("bytes=" + range.first() + "-" + (range.end() - 1)))));
    }

    @Override
    public ObjectTags tags(ObjectKey key) {
        return S3Failures.translate("read tags of", key, () -> {
            TreeMap<String, String> found = new TreeMap<>();
            client.getObjectTagging(request -> request.bucket(bucket).key(key.value()))
                    .tagSet()
                    .forEach(tag -> found.put(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
            return new ObjectTags(found);
        });
    }

    @Override
    public void retag(ObjectKey key, ObjectTags tags) {
        S3Failures.translate(
                "tag",
                key,
                () -> client.putObjectTagging(
                        request -> request.bucket(bucket).key(key.value()).tagging(tagging(tags))));
    }

    @Override
    public List<ObjectVersion> listVersions(KeyPrefix prefix) {
        return S3Failures.translate("list versions under", prefix, () -> {
            List<ObjectVersion> found = new ArrayList<>();
            for (var page : client.listObjectVersionsPaginator(
                    request -> request.bucket(bucket).prefix(prefix.value()))) {
                page.versions()
                        .forEach(version -> found.add(new ObjectVersion(
                                new ObjectKey(version.key()), version(version.versionId()), version.size(), false)));
                page.deleteMarkers()
                        .forEach(marker -> found.add(
                                new ObjectVersion(new ObjectKey(marker.key()), version(marker.versionId()), 0, true)));
            }
            return found;
        });
    }

    @Override
    public DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
        if (versions.size() > MAX_DELETE_BATCH) {
            throw new IllegalArgumentException("at most " + MAX_DELETE_BATCH + " versions at once: " + versions.size());
        }
        if (versions.isEmpty()) {
            return new DeleteOutcome(List.of(), List.of());
        }
        List<ObjectIdentifier> names = versions.stream()
                .map(version -> ObjectIdentifier.builder()
                        .key(version.key().value())
                        .versionId(version.versionId())
                        .build())
                .toList();
        return S3Failures.translate(
                "delete " + versions.size() + " versions, first",
                versions.getFirst().key(),
                () -> {
                    var answer = client.deleteObjects(request -> request.bucket(bucket)
                            .delete(batch -> batch.objects(names).quiet(false)));
                    return outcome(versions, answer.deleted(), answer.errors());
                });
    }

    /** A version that the answer names nowhere counts as refused: silence is no proof of deletion. */
    private static DeleteOutcome outcome(List<ObjectVersion> asked, List<DeletedObject> deleted, List<S3Error> errors) {
        Set<String> confirmed = new HashSet<>();
        deleted.forEach(one -> confirmed.add(one.key() + '?' + version(one.versionId())));
        TreeMap<String, S3Error> failed = new TreeMap<>();
        errors.forEach(one -> failed.put(one.key() + '?' + version(one.versionId()), one));

        List<ObjectVersion> gone = new ArrayList<>();
        List<DeleteOutcome.Refusal> kept = new ArrayList<>();
        for (ObjectVersion version : asked) {
            String name = version.key().value() + '?' + version.versionId();
            S3Error error = failed.get(name);
            if (error == null && confirmed.contains(name)) {
                gone.add(version);
            } else if (error == null) {
                kept.add(new DeleteOutcome.Refusal(version, "NoAnswer", "the store did not name this version"));
            } else {
                kept.add(new DeleteOutcome.Refusal(version, error.code(), String.valueOf(error.message())));
            }
        }
        return new DeleteOutcome(gone, kept);
    }

    @Override
    public void ensureBucket() {
        if (!bucketExists()) {
            S3Failures.translate("create bucket", bucket, () -> client.createBucket(request -> request.bucket(bucket)));
            S3Failures.translate(
                    "turn on versioning of bucket",
                    bucket,
                    () -> client.putBucketVersioning(request -> request.bucket(bucket)
                            .versioningConfiguration(state -> state.status(BucketVersioningStatus.ENABLED))));
        }
    }

    private boolean bucketExists() {
        try {
            S3Failures.translate("look at bucket", bucket, () -> client.headBucket(request -> request.bucket(bucket)));
            return true;
        } catch (ObjectStoreException failure) {
            if (failure.getCause() instanceof NoSuchBucketException) {
                return false;
            }
            throw failure;
        }
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

    private static String version(@Nullable String versionId) {
        return versionId == null ? NO_VERSION : versionId;
    }
}
