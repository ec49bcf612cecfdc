package dev.tenure.objectstore.kms;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which vault wraps data keys: the file of the data directory, or a key of AWS KMS. What the other one wrapped stays readable as long as it can
 * be reached, so region, endpoint and credentials are of use without a key id too: on the way back from KMS to the file.
 *
 * @param kmsKeyId id, ARN or alias of a symmetric KMS key; absent: the file wraps
 * @param kmsEndpoint the address of KMS; absent for AWS itself, which is found by region
 * @param kmsRegion absent: the one in the key's ARN, else the SDK's own chain
 * @param kmsAccessKey absent: the SDK's own chain (environment, profile, instance role)
 * @param kmsSecretKey goes with {@code kmsAccessKey}
 * @param kmsCallTimeout how long one call may take, its retries included. Too small turns a slow answer into an outage, too large keeps callers
 *     waiting for a dead KMS
 */
@ConfigurationProperties("tenure.keys")
public record KeySettings(
        @Nullable String kmsKeyId,
        @Nullable URI kmsEndpoint,
        @Nullable String kmsRegion,
        @Nullable String kmsAccessKey,
        @Nullable String kmsSecretKey,
        @DefaultValue("10s") Duration kmsCallTimeout) {

    /** Environment variables that are set but empty count as absent. */
    public KeySettings {
        kmsKeyId = blankAsNull(kmsKeyId);
        kmsEndpoint = kmsEndpoint == null || kmsEndpoint.toString().isBlank() ? null : kmsEndpoint;
        kmsRegion = blankAsNull(kmsRegion);
        kmsAccessKey = blankAsNull(kmsAccessKey);
        kmsSecretKey = blankAsNull(kmsSecretKey);
        if ((kmsAccessKey == null) != (kmsSecretKey == null)) {
            throw new IllegalArgumentException("tenure.keys.kms-access-key and kms-secret-key go together");
        }
        if (!kmsCallTimeout.isPositive()) {
            throw new IllegalArgumentException("tenure.keys.kms-call-timeout must be above zero");
        }
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Whether KMS wraps what is wrapped from now on. */
    public boolean kmsWraps() {
        return kmsKeyId != null;
    }

    /** {@code arn:<partition>:kms:<region>:<account>:key/<id>} names its region; ids and aliases do not. */
    Optional<String> region() {
        if (kmsRegion != null) {
            return Optional.of(kmsRegion);
        }
        String[] arn = kmsKeyId == null ? new String[0] : kmsKeyId.split(":", -1);
        return arn.length > 4 && arn[0].equals("arn") && !arn[3].isEmpty() ? Optional.of(arn[3]) : Optional.empty();
    }

    @Override
    public String toString() {
        return "KeySettings[kmsKeyId=" + kmsKeyId + ", kmsEndpoint=" + kmsEndpoint + ", kmsRegion=" + kmsRegion + "]";
    }
}
