package dev.tenure.storageapi.edge;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people and programs reach this server. Only this is believed: {@code Host} and {@code X-Forwarded-*} are whatever a client says.
 *
 * @param publicUrl scheme, host and port, without a path; absent while nobody has said
 */
@ConfigurationProperties("tenure")
public record PublicAddress(@Nullable String publicUrl) {

    public PublicAddress {
        publicUrl = publicUrl == null || publicUrl.isBlank() ? null : publicUrl.strip();
        if (publicUrl != null && !URI.create(publicUrl).normalize().toString().matches("https?://[^/?#@]+/?")) {
            throw new IllegalArgumentException(
                    "tenure.public-url must be an address such as https://tenure.example.org, not " + publicUrl);
        }
    }

    /** The base of links that leave this server; a relative one while nobody has said. */
    public String base() {
        return publicUrl == null ? "/" : publicUrl;
    }

    boolean encrypted() {
        return publicUrl != null && publicUrl.startsWith("https:");
    }
}
