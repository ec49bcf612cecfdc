package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoredPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** CopyObject up to {@link #WHOLE_LIMIT}, UploadPartCopy above it. */
final class S3Copy {

    /** Far below S3's limit of 5 GiB: a server that copies byte by byte answers in time. */
    static final long WHOLE_LIMIT = 1L << 30;
    /** Few requests for S3's largest object, and each well within the time of one call. */
    private static final long PART = 1L << 30;

    private final Bucket bucket;
    private final long wholeLimit;
    private final long part;

    S3Copy(Bucket bucket) {
        this(bucket, WHOLE_LIMIT, PART);
    }

    /** With other limits, for objects that a test can afford. */
    S3Copy(Bucket bucket, long wholeLimit, long part) {
        this.bucket = bucket;
        this.wholeLimit = wholeLimit;
        this.part = part;
    }

    ObjectVersion copy(ObjectVersion source, ObjectKey target, String contentType, ObjectTags tags) {
        long size = S3Failures.looking("look at", source.key(), () -> size(source));
        ObjectVersion copy = size <= wholeLimit
                ? whole(source, target, contentType, tags, size)
                : inParts(source, target, contentType, tags, size);
        // Some servers take the source's tags along whatever the directive says, others forget those of a multipart
        // upload.
        if (bucket.features().tags() && !new S3Reads(bucket).tags(target).equals(tags)) {
            new S3Writes(bucket).retag(target, tags);
        }
        return copy;
    }

    private long size(ObjectVersion source) {
        HeadObjectResponse head = bucket.client()
                .headObject(request ->
                        request.bucket(bucket.name()).key(source.key().value()).versionId(bucket.versionId(source)));
        return head.contentLength();
    }

    private ObjectVersion whole(ObjectVersion source, ObjectKey target, String type, ObjectTags tags, long size) {
        CopyObjectRequest.Builder request = CopyObjectRequest.builder()
                .sourceBucket(bucket.name())
                .sourceKey(source.key().value())
                .sourceVersionId(bucket.versionId(source))
                .destinationBucket(bucket.name())
                .destinationKey(target.value())
                .contentType(type)
                .overrideConfiguration(bucket.limits().working())
                .metadataDirective(MetadataDirective.REPLACE);
        if (bucket.features().tags()) {
            request.taggingDirective(TaggingDirective.REPLACE).tagging(TaggingHeader.of(tags));
        } else {
            request.metadata(TaggingMetadata.with(tags, Map.of()));
        }
        CopyObjectResponse stored =
                S3Failures.changing("copy to", target, () -> bucket.client().copyObject(request.build()));
        return new S3Reads(bucket).written(target, stored.versionId(), size);
    }

    private ObjectVersion inParts(ObjectVersion source, ObjectKey target, String type, ObjectTags tags, long size) {
        S3Uploads uploads = new S3Uploads(bucket);
        MultipartUpload upload = uploads.begin(target, type, tags);
        List<StoredPart> parts = new ArrayList<>();
        for (long from = 0; from < size; from += part) {
            parts.add(uploads.partOf(upload, parts.size() + 1, source, from, Math.min(part, size - from)));
        }
        return uploads.complete(upload, parts);
    }
}
