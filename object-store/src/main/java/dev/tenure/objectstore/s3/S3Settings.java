package dev.tenure.objectstore.s3;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the bucket is.
 *
 * @param endpoint the server's address; absent for AWS itself, which is found by region
 * @param region the region that requests are signed for
 * @param bucket the one bucket used; made at start if it is missing
 * @param accessKey absent: the SDK's own chain (environment, profile, instance role)
 * @param secretKey goes with {@code accessKey}
 * @param pathStyle bucket in the path instead of the host name; most servers other than AWS want it
 * @param checksums {@code SUPPORTED} sends trailing checksums with every write; older servers refuse those and need {@code REQUIRED}
 * @param callTimeout how long one call may take, its retries included. Too small breaks slow links, too large keeps workers waiting for a
 *     dead server. Processing leases must outlive it
 */
@Validated
@ConfigurationProperties("tenure.store")
public record S3Settings(
        @Nullable URI endpoint,
        @DefaultValue("us-east-1") String region,

        @NotBlank @Pattern(regexp = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") @DefaultValue("tenure")
        String bucket,

        @Nullable String accessKey,
        @Nullable String secretKey,
        @DefaultValue("true") boolean pathStyle,
        @DefaultValue("SUPPORTED") Checksums checksums,
        @DefaultValue("60s") Duration callTimeout) {

    /** Environment variables that are set but empty count as absent. */
    public S3Settings {
        accessKey = accessKey == null || accessKey.isBlank() ? null : accessKey;
        secretKey = secretKey == null || secretKey.isBlank() ? null : secretKey;
    }

    /** When the client adds checksums of its own to requests and checks those of answers. */
    public enum Checksums {
        SUPPORTED,
        REQUIRED
    }

    @Override
    public String toString() {
        return "S3Settings[endpoint=" + endpoint + ", region=" + region + ", bucket=" + bucket + "]";
    }
}
