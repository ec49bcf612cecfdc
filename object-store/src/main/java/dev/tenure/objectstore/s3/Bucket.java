package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** One bucket as it is to be used right now; each call to the store takes its own. */
record Bucket(String name, S3Client client, StoreFeatures features, CallLimits limits) {

    /** How S3 spells the version id of an object in a bucket without versions. */
    private static final String NO_VERSION = "null";

    /** What we call the version that an answer names, or does not name. */
    static String version(@Nullable String versionId) {
        return versionId == null || versionId.isEmpty() ? NO_VERSION : versionId;
    }

    /** How a request names the version; servers without versions refuse every name. */
    @Nullable
    String versionId(ObjectVersion version) {
        return !features.versions() && version.versionId().equals(NO_VERSION) ? null : version.versionId();
    }
}
