package dev.tenure.objectstore.strict;

import dev.tenure.objectstore.strict.StrictBucket.Versioning;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** The buckets of a server, and what is asked of them as wholes. */
final class Buckets {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final Map<String, StrictBucket> buckets = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Defects defects;

    Buckets(InstantSource clock, Defects defects) {
        this.clock = clock;
        this.defects = defects;
    }

    StrictBucket named(String name) {
        StrictBucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return bucket;
    }

    S3Answer create(S3Request request) {
        boolean lockable = request.says("x-amz-bucket-object-lock-enabled");
        if (lockable && (defects.has(Defect.NO_LOCKS) || defects.has(Defect.NO_VERSIONS))) {
            throw S3Refusal.notImplemented("Object Lock");
        }
        if (!NAME.matcher(request.bucket()).matches()) {
            throw new S3Refusal(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
        StrictBucket made = new StrictBucket(request.bucket(), lockable, clock, defects);
        if (buckets.putIfAbsent(request.bucket(), made) != null) {
            throw new S3Refusal(
                    409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded.");
        }
        return S3Answer.empty(200, Map.of("Location", "/" + request.bucket()));
    }

    S3Answer head(StrictBucket bucket) {
        return S3Answer.empty(200, Map.of("x-amz-access-point-alias", "false", "x-amz-bucket-name", bucket.name()));
    }

    S3Answer delete(StrictBucket bucket) {
        if (!bucket.isEmpty()) {
            throw new S3Refusal(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        buckets.remove(bucket.name(), bucket);
        return S3Answer.empty(204, Map.of());
    }

    S3Answer versioning(StrictBucket bucket) {
        refuseVersions();
        Xml answer = Xml.document("VersioningConfiguration");
        return S3Answer.xml(
                switch (bucket.versioning()) {
                    case OFF -> answer;
                    case ENABLED -> answer.text("Status", "Enabled");
                    case SUSPENDED -> answer.text("Status", "Suspended");
                });
    }

    S3Answer configureVersioning(StrictBucket bucket, S3Request request) {
        refuseVersions();
        Element root = Xml.read(request.body(), "VersioningConfiguration");
        Versioning state = switch (Xml.required(root, "Status").strip()) {
            case "Enabled" -> Versioning.ENABLED;
            case "Suspended" -> Versioning.SUSPENDED;
            default -> throw S3Refusal.malformedXml();
        };
        bucket.versioning(state);
        return S3Answer.empty(200, Map.of());
    }

    private void refuseVersions() {
        if (defects.has(Defect.NO_VERSIONS)) {
            throw S3Refusal.notImplemented("Versioning");
        }
    }

    S3Answer lockConfiguration(StrictBucket bucket) {
        if (defects.has(Defect.NO_LOCKS)) {
            throw S3Refusal.notImplemented("Object Lock");
        }
        if (!bucket.lockable()) {
            throw new S3Refusal(
                    404,
                    "ObjectLockConfigurationNotFoundError",
                    "Object Lock configuration does not exist for this bucket");
        }
        return S3Answer.xml(Xml.document("ObjectLockConfiguration").text("ObjectLockEnabled", "Enabled"));
    }
}
