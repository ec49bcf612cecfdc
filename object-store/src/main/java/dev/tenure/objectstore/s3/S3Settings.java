package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.StoreFeatures.Checksums;
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
 * @param checksums absent: what the server was found to take. {@code SUPPORTED} sends a checksum with every write; servers that
 *     refuse those need {@code REQUIRED}
 * @param callTimeout how long one small call may take, its retries included; those that carry bytes, or let the server move them, may take longer
 *     ({@link CallLimits}). Too small breaks slow links, too large keeps workers waiting for a dead server
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
        @Nullable Checksums checksums,
        @DefaultValue("60s") Duration callTimeout) {

    /** Environment variables that are set but empty count as absent. */
    public S3Settings {
        accessKey = accessKey == null || accessKey.isBlank() ? null : accessKey;
        secretKey = secretKey == null || secretKey.isBlank() ? null : secretKey;
    }

    /** The same server, asked with other credentials. */
    public S3Settings withCredentials(String otherAccessKey, String otherSecretKey) {
        return new S3Settings(
                endpoint, region, bucket, otherAccessKey, otherSecretKey, pathStyle, checksums, callTimeout);
    }

    /** The same server and credentials; another bucket. */
    public S3Settings withBucket(String other) {
        return new S3Settings(endpoint, region, other, accessKey, secretKey, pathStyle, checksums, callTimeout);
    }

    /** The server in words, without secrets: its address, or AWS and the region. */
    public String server() {
        return endpoint == null ? "AWS S3 in " + region : endpoint.toString();
    }

    @Override
    public String toString() {
        return "S3Settings[endpoint=" + endpoint + ", region=" + region + ", bucket=" + bucket + "]";
    }
}
