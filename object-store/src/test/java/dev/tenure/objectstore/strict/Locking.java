package dev.tenure.objectstore.strict;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules of S3 Object Lock. */
final class Locking {

    private Locking() {}

    static S3Refusal missingConfiguration() {
        return new S3Refusal(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    }

    static void checkDeletable(StoredVersion version, boolean bypass, Instant now) {
        Description description = version.description();
        if (description.held()) {
            throw S3Refusal.denied("Access Denied because object protected by object lock: legal hold.");
        }
        if (inForce(description.retention(), now) && !passes(description.retention(), bypass)) {
            throw S3Refusal.denied("Access Denied because object protected by object lock: retention.");
        }
    }

    /** A retention that still runs is only ever made longer, and compliance never becomes governance. */
    static void checkChange(@Nullable Retention old, Retention wanted, boolean bypass, Instant now) {
        if (old == null || !inForce(old, now) || passes(old, bypass)) {
            return;
        }
        boolean weaker = wanted.until().isBefore(old.until())
                || (old.mode() == Retention.Mode.COMPLIANCE && wanted.mode() == Retention.Mode.GOVERNANCE);
        if (weaker) {
            throw S3Refusal.denied("Access Denied because object protected by object lock: retention.");
        }
    }

    static void checkFuture(Retention retention, Instant now) {
        if (!retention.inForce(now)) {
            throw S3Refusal.invalid("The retain until date must be in the future!");
        }
    }

    private static boolean inForce(@Nullable Retention retention, Instant now) {
        return retention != null && retention.inForce(now);
    }

    private static boolean passes(@Nullable Retention retention, boolean bypass) {
        return bypass && retention != null && retention.mode() == Retention.Mode.GOVERNANCE;
    }
}
