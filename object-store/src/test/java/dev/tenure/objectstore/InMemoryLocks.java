package dev.tenure.objectstore;

import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.Retention;
import dev.tenure.objectstore.strict.StrictBucket;
import java.time.Instant;

/** The locks of a bucket in memory. */
final class InMemoryLocks implements ObjectLocks {

    private final StrictBucket bucket;
    private final StoreFaults calls;

    InMemoryLocks(StrictBucket bucket, StoreFaults calls) {
        this.bucket = bucket;
        this.calls = calls;
    }

    @Override
    public void hold(ObjectVersion version) {
        set(version, true);
    }

    @Override
    public void release(ObjectVersion version) {
        set(version, false);
    }

    private void set(ObjectVersion version, boolean on) {
        calls.call(
                Operation.PUT_OBJECT_LEGAL_HOLD, () -> bucket.hold(version.key().value(), version.versionId(), on));
    }

    @Override
    public boolean held(ObjectVersion version) {
        return calls.call(
                Operation.GET_OBJECT_LEGAL_HOLD,
                () -> bucket.existing(version.key().value(), version.versionId())
                        .description()
                        .held());
    }

    @Override
    public void retain(ObjectVersion version, Instant until) {
        Retention retention = new Retention(Retention.Mode.GOVERNANCE, until);
        calls.call(
                Operation.PUT_OBJECT_RETENTION,
                () -> bucket.retain(version.key().value(), version.versionId(), retention, false));
    }

    @Override
    public void deleteRetained(ObjectVersion version) {
        calls.call(Operation.DELETE_OBJECT, () -> bucket.delete(version.key().value(), version.versionId(), true));
    }
}
