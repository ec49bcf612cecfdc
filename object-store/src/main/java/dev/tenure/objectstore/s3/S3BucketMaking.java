package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Makes the bucket that is missing. */
final class S3BucketMaking {

    private static final Logger LOG = LoggerFactory.getLogger(S3BucketMaking.class);

    private final Bucket bucket;

    S3BucketMaking(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Object lock can be had at a bucket's birth only on many servers; without a default retention it costs nothing. */
    void ensure() {
        if (exists()) {
            return;
        }
        try {
            create(true);
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            LOG.info("{} is made without object lock: {}", bucket.name(), refused.getMessage());
            create(false);
        }
        try {
            S3Failures.changing(
                    "turn on versioning of bucket",
                    bucket.name(),
                    () -> bucket.client()
                            .putBucketVersioning(request -> request.bucket(bucket.name())
                                    .versioningConfiguration(state -> state.status(BucketVersioningStatus.ENABLED))));
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            LOG.warn("{} keeps no versions: {}", bucket.name(), refused.getMessage());
        }
    }

    private void create(boolean lock) {
        S3Failures.changing(
                "create bucket",
                bucket.name(),
                () -> bucket.client()
                        .createBucket(request -> request.bucket(bucket.name()).objectLockEnabledForBucket(lock)));
    }

    private boolean exists() {
        try {
            S3Failures.looking(
                    "look at bucket",
                    bucket.name(),
                    () -> bucket.client().headBucket(request -> request.bucket(bucket.name())));
            return true;
        } catch (ObjectStoreException failure) {
            if (failure.getCause() instanceof NoSuchBucketException) {
                return false;
            }
            throw failure;
        }
    }
}
