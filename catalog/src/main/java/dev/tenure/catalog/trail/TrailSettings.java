package dev.tenure.catalog.trail;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the trail is signed and anchored.
 *
 * @param signingKey file of the Ed25519 key that signs heads; made at first use
 * @param formerKeys ids of keys that signed heads before this one
 * @param timestampAuthority where RFC 3161 tokens are asked for; null for none
 * @param timestampCertificate PEM file of the certificate that must have signed the tokens; null accepts the one that a token brings along
 * @param timestampTimeout a request may last this long. Too short loses tokens of a slow authority, too long only delays the job
 */
@ConfigurationProperties("tenure.trail")
public record TrailSettings(
        Path signingKey,
        @DefaultValue List<String> formerKeys,
        @Nullable URI timestampAuthority,
        @Nullable Path timestampCertificate,
        @DefaultValue("20s") Duration timestampTimeout) {

    public TrailSettings {
        formerKeys = List.copyOf(formerKeys);
        if (timestampAuthority != null && timestampAuthority.toString().isEmpty()) {
            timestampAuthority = null;
        }
        if (timestampCertificate != null && timestampCertificate.toString().isEmpty()) {
            timestampCertificate = null;
        }
        if (timestampAuthority != null
                && !List.of("http", "https").contains(String.valueOf(timestampAuthority.getScheme()))) {
            throw new IllegalArgumentException("tenure.trail.timestamp-authority must begin with http:// or https://");
        }
        if (!timestampTimeout.isPositive()) {
            throw new IllegalArgumentException("tenure.trail.timestamp-timeout must be above zero");
        }
    }
}
