package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectVersion;
import java.time.Instant;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 Object Lock. */
final class S3Locks implements ObjectLocks {

    /** How S3, and how radosgw, says that nobody ever set a hold. */
    private static final Set<String> NEVER_SET =
            Set.of("NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError");

    private final Bucket bucket;

    S3Locks(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public void hold(ObjectVersion version) {
        set(version, ObjectLockLegalHoldStatus.ON);
    }

    @Override
    public void release(ObjectVersion version) {
        set(version, ObjectLockLegalHoldStatus.OFF);
    }

    private void set(ObjectVersion version, ObjectLockLegalHoldStatus status) {
        S3Failures.changing(
                "set the legal hold of",
                version.key(),
                () -> bucket.client()
                        .putObjectLegalHold(request -> request.bucket(bucket.name())
                                .key(version.key().value())
                                .versionId(bucket.versionId(version))
                                .legalHold(hold -> hold.status(status))));
    }

    @Override
    public boolean held(ObjectVersion version) {
        return S3Failures.looking("look at the legal hold of", version.key(), () -> {
            try {
                return bucket.client()
                                .getObjectLegalHold(request -> request.bucket(bucket.name())
                                        .key(version.key().value())
                                        .versionId(bucket.versionId(version)))
                                .legalHold()
                                .status()
                        == ObjectLockLegalHoldStatus.ON;
            } catch (S3Exception answer) {
                if (NEVER_SET.contains(S3Failures.code(answer))) {
                    return false;
                }
                throw answer;
            }
        });
    }

    @Override
    public void retain(ObjectVersion version, Instant until) {
        S3Failures.changing(
                "retain",
                version.key(),
                () -> bucket.client()
                        .putObjectRetention(request -> request.bucket(bucket.name())
                                .key(version.key().value())
                                .versionId(bucket.versionId(version))
                                .retention(lock -> lock.mode(ObjectLockRetentionMode.GOVERNANCE)
                                        .retainUntilDate(until))));
    }

    @Override
    public void deleteRetained(ObjectVersion version) {
        try {
            S3Failures.changing(
                    "delete in spite of retention",
                    version.key(),
                    () -> bucket.client()
                            .deleteObject(request -> request.bucket(bucket.name())
                                    .key(version.key().value())
                                    .versionId(bucket.versionId(version))
                                    .bypassGovernanceRetention(true)));
        } catch (ObjectNotFound gone) {
            // What was asked for is true.
        }
    }
}
