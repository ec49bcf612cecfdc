package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.StoredPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** Multipart uploads. */
final class S3Uploads {

    private final Bucket bucket;

    S3Uploads(Bucket bucket) {
        this.bucket = bucket;
    }

    MultipartUpload begin(ObjectKey key, String contentType, ObjectTags tags) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(bucket.name())
                .key(key.value())
                .contentType(contentType);
        if (bucket.features().tags()) {
            request.tagging(TaggingHeader.of(tags));
        } else {
            request.metadata(TaggingMetadata.with(tags, Map.of()));
        }
        return S3Failures.changing(
                "begin upload of",
                key,
                () -> new MultipartUpload(
                        key,
                        bucket.client().createMultipartUpload(request.build()).uploadId()));
    }

    StoredPart part(MultipartUpload upload, int number, byte[] bytes) {
        return S3Failures.changing("upload part " + number + " of", upload.key(), () -> {
            var stored = bucket.client()
                    .uploadPart(
                            request -> request.bucket(bucket.name())
                                    .key(upload.key().value())
                                    .uploadId(upload.uploadId())
                                    .partNumber(number)
                                    .overrideConfiguration(bucket.limits().sending(bytes.length)),
                            S3Writes.body(bytes));
            return new StoredPart(number, stored.eTag(), bytes.length);
        });
    }

    /** A part whose bytes the server takes from a version that it has. */
    StoredPart partOf(MultipartUpload upload, int number, ObjectVersion source, long from, long length) {
        return S3Failures.changing("copy part " + number + " of", upload.key(), () -> {
            var stored = bucket.client()
                    .uploadPartCopy(request -> request.destinationBucket(bucket.name())
                            .destinationKey(upload.key().value())
                            .uploadId(upload.uploadId())
                            .partNumber(number)
                            .sourceBucket(bucket.name())
                            .sourceKey(source.key().value())
                            .sourceVersionId(bucket.versionId(source))
                            .overrideConfiguration(bucket.limits().working())
                            .copySourceRange("bytes=" + from + "-" + (from + length - 1)));
            return new StoredPart(number, stored.copyPartResult().eTag(), length);
        });
    }

    ObjectVersion complete(MultipartUpload upload, List<StoredPart> parts) {
        requireOrder(upload, parts);
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        CompleteMultipartUploadResponse stored = S3Failures.changing(
                "complete upload of",
                upload.key(),
                () -> bucket.client()
                        .completeMultipartUpload(request -> request.bucket(bucket.name())
                                .key(upload.key().value())
                                .uploadId(upload.uploadId())
                                .overrideConfiguration(bucket.limits().working())
                                .multipartUpload(all -> all.parts(completed))));
        long size = parts.stream().mapToLong(StoredPart::size).sum();
        return new S3Reads(bucket).written(upload.key(), stored.versionId(), size);
    }

    /** S3 refuses parts that are not in ascending order (InvalidPartOrder); some servers take them, and who knows what they make of them. */
    private static void requireOrder(MultipartUpload upload, List<StoredPart> parts) {
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i - 1).number() >= parts.get(i).number()) {
                throw new ObjectStoreException(
                        Fault.REQUEST, "complete upload of " + upload.key() + ": its parts are not in order", null);
            }
        }
    }

    List<StoredPart> parts(MultipartUpload upload) {
        List<StoredPart> found = listed(upload);
        // Some servers have an empty list for an upload that they do not know.
        boolean doubtful = found.isEmpty() && bucket.features().uploads() != UploadListing.NEVER;
        if (doubtful && !under(upload.key().value()).contains(upload)) {
            throw new ObjectNotFound("list parts of " + upload.key() + ": no such upload", null);
        }
        return found;
    }

    private List<StoredPart> listed(MultipartUpload upload) {
        return S3Failures.looking("list parts of", upload.key(), () -> {
            List<StoredPart> found = new ArrayList<>();
            bucket.client()
                    .listPartsPaginator(request -> request.bucket(bucket.name())
                            .key(upload.key().value())
                            .uploadId(upload.uploadId()))
                    .parts()
                    .forEach(part -> found.add(new StoredPart(part.partNumber(), part.eTag(), part.size())));
            return found;
        });
    }

    void abort(MultipartUpload upload) {
        try {
            S3Failures.changing(
                    "abort upload of",
                    upload.key(),
                    () -> bucket.client()
                            .abortMultipartUpload(request -> request.bucket(bucket.name())
                                    .key(upload.key().value())
                                    .uploadId(upload.uploadId())));
        } catch (ObjectNotFound gone) {
            // Somebody aborted or completed it before: what was asked for is true.
        }
    }

    List<MultipartUpload> under(String prefix) {
        List<MultipartUpload> found = new ArrayList<>();
        Optional<ListingMark> next = Optional.of(ListingMark.START);
        while (next.isPresent()) {
            Listing<MultipartUpload> page = page(prefix, next.get());
            found.addAll(page.entries());
            next = page.next();
        }
        return found;
    }

    /** One page; of the whole bucket where the prefix is empty. */
    Listing<MultipartUpload> page(String prefix, ListingMark after) {
        return S3Failures.looking("list uploads under", prefix.isEmpty() ? bucket.name() : prefix, () -> {
            ListMultipartUploadsResponse page = bucket.client()
                    .listMultipartUploads(request -> request.bucket(bucket.name())
                            .prefix(Paging.named(prefix))
                            .encodingType(EncodingType.URL)
                            .keyMarker(Paging.named(after.key()))
                            .uploadIdMarker(Paging.named(after.id())));
            List<MultipartUpload> found = page.uploads().stream()
                    .map(upload -> new MultipartUpload(ObjectKey.listed(upload.key()), upload.uploadId()))
                    .toList();
            return new Listing<>(
                    found,
                    Paging.next(prefix, after, page.isTruncated(), page.nextKeyMarker(), page.nextUploadIdMarker()));
        });
    }
}
