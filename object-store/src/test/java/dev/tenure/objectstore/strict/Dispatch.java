package dev.tenure.objectstore.strict;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Takes a proven request to what answers it. */
final class Dispatch {

    /** What S3 does only when a digest of the body came along. */
    private static final Set<Operation> CONTENT = EnumSet.of(Operation.PUT_OBJECT, Operation.UPLOAD_PART);

    private static final Set<Operation> NEED_DIGEST =
            EnumSet.of(Operation.DELETE_OBJECTS, Operation.PUT_OBJECT_LEGAL_HOLD, Operation.PUT_OBJECT_RETENTION);

    private static final Set<Operation> LISTINGS =
            EnumSet.of(Operation.LIST_OBJECT_VERSIONS, Operation.LIST_OBJECTS_V2, Operation.LIST_MULTIPART_UPLOADS);

    private static final Map<Defect, Set<Operation>> DENIED = Map.of(
            Defect.VERSION_LISTING_DENIED, EnumSet.of(Operation.LIST_OBJECT_VERSIONS),
            Defect.UPLOAD_LISTING_DENIED, EnumSet.of(Operation.LIST_MULTIPART_UPLOADS),
            Defect.LOCKS_DENIED,
                    EnumSet.of(
                            Operation.PUT_OBJECT_LEGAL_HOLD,
                            Operation.GET_OBJECT_LEGAL_HOLD,
                            Operation.PUT_OBJECT_RETENTION,
                            Operation.GET_OBJECT_RETENTION));

    private final Defects defects;
    private final Faults faults;
    private final Buckets buckets;
    private final ObjectReads reads;
    private final ObjectWrites writes;
    private final BatchDeletion batches;
    private final UploadAnswers uploads;
    private final ListingAnswers listings;
    private final TagAndLockAnswers tagsAndLocks;

    Dispatch(Defects defects, Faults faults, Buckets buckets) {
        this.defects = defects;
        this.faults = faults;
        this.buckets = buckets;
        Descriptions descriptions = new Descriptions(defects);
        this.reads = new ObjectReads(defects);
        this.writes = new ObjectWrites(defects, descriptions, buckets::named);
        this.batches = new BatchDeletion(defects, faults);
        this.uploads = new UploadAnswers(defects, faults, descriptions, writes);
        this.listings = new ListingAnswers(defects);
        this.tagsAndLocks = new TagAndLockAnswers(defects);
    }

    S3Answer answer(Operation operation, S3Request request) {
        if (operation == Operation.OTHER) {
            throw S3Refusal.notImplemented(request.method() + " of this");
        }
        if (operation == Operation.CREATE_BUCKET) {
            return buckets.create(request);
        }
        StrictBucket bucket = buckets.named(request.bucket());
        if (request.asks("versionId") && defects.has(Defect.NO_VERSIONS)) {
            throw S3Refusal.notImplemented("versionId");
        }
        refuseDenied(operation);
        if (CONTENT.contains(operation)
                && defects.has(Defect.REFUSES_CHECKSUMS)
                && !request.checksums().isEmpty()) {
            throw new S3Refusal(400, "InvalidArgument", "This server knows no checksums of content.");
        }
        if (NEED_DIGEST.contains(operation)) {
            requireDigest(request);
        }
        if (LISTINGS.contains(operation)
                && faults.met(operation, subject(request), Fault.StaleList.class)
                        .isPresent()) {
            bucket.staleListOnce();
        }
        return answer(operation, bucket, request);
    }

    private void refuseDenied(Operation operation) {
        DENIED.forEach((defect, operations) -> {
            if (defects.has(defect) && operations.contains(operation)) {
                throw S3Refusal.denied("No policy allows " + operation + ".");
            }
        });
    }

    /** What faults and the log know a request by. */
    static String subject(S3Request request) {
        return request.key().isEmpty() ? request.query("prefix", "") : request.key();
    }

    private void requireDigest(S3Request request) {
        boolean md5 = request.header("content-md5") != null;
        if (!md5
                && (defects.has(Defect.WANTS_CONTENT_MD5) || request.checksums().isEmpty())) {
            throw new S3Refusal(400, "InvalidRequest", "Missing required header for this request: Content-MD5");
        }
    }

    private S3Answer answer(Operation operation, StrictBucket bucket, S3Request request) {
        return switch (operation) {
            case HEAD_BUCKET -> buckets.head(bucket);
            case DELETE_BUCKET -> buckets.delete(bucket);
            case GET_BUCKET_VERSIONING -> buckets.versioning(bucket);
            case PUT_BUCKET_VERSIONING -> buckets.configureVersioning(bucket, request);
            case GET_OBJECT_LOCK_CONFIGURATION -> buckets.lockConfiguration(bucket);
            case GET_OBJECT, HEAD_OBJECT -> reads.answer(bucket, request);
            case PUT_OBJECT -> writes.put(bucket, request);
            case COPY_OBJECT -> copy(bucket, request);
            case DELETE_OBJECT -> writes.delete(bucket, request);
            case DELETE_OBJECTS -> {
                if (defects.has(Defect.NO_BATCH_DELETE)) {
                    throw S3Refusal.notImplemented("DeleteObjects");
                }
                yield batches.answer(bucket, request);
            }
            case LIST_OBJECT_VERSIONS -> listings.versions(bucket, request);
            case LIST_OBJECTS_V2 -> listings.objects(bucket, request);
            case LIST_MULTIPART_UPLOADS -> listings.uploads(bucket, request);
            case GET_OBJECT_TAGGING -> tagsAndLocks.tags(bucket, request);
            case PUT_OBJECT_TAGGING -> tagsAndLocks.tag(bucket, request);
            case GET_OBJECT_LEGAL_HOLD -> tagsAndLocks.legalHold(bucket, request);
            case PUT_OBJECT_LEGAL_HOLD -> tagsAndLocks.hold(bucket, request);
            case GET_OBJECT_RETENTION -> tagsAndLocks.retention(bucket, request);
            case PUT_OBJECT_RETENTION -> tagsAndLocks.retain(bucket, request);
            case CREATE_MULTIPART_UPLOAD -> uploads.begin(bucket, request);
            case UPLOAD_PART -> uploads.part(bucket, request);
            case UPLOAD_PART_COPY -> uploads.partCopy(bucket, request);
            case COMPLETE_MULTIPART_UPLOAD -> uploads.complete(bucket, request);
            case ABORT_MULTIPART_UPLOAD -> uploads.abort(bucket, request);
            case LIST_PARTS -> uploads.parts(bucket, request);
            case CREATE_BUCKET, OTHER -> throw new IllegalArgumentException("not of a bucket: " + operation);
        };
    }

    private S3Answer copy(StrictBucket bucket, S3Request request) {
        var inside = faults.met(Operation.COPY_OBJECT, request.key(), Fault.ErrorInside200.class);
        if (inside.isEmpty() || inside.get().carriedOut()) {
            S3Answer answer = writes.copy(bucket, request);
            if (inside.isEmpty()) {
                return answer;
            }
        }
        return UploadAnswers.errorInside(inside.get());
    }
}
