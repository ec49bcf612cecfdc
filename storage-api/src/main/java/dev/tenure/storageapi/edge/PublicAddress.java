package dev.tenure.storageapi.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people and programs reach this server. Once it is said, only this is believed: {@code Host} and {@code X-Forwarded-*} are whatever a client
 * says.
 *
 * @param publicUrl scheme, host and port, without a path; absent while nobody has said
 */
@ConfigurationProperties("tenure")
public record PublicAddress(@Nullable String publicUrl) {

    public PublicAddress {
        publicUrl = publicUrl == null || publicUrl.isBlank() ? null : publicUrl.strip();
        if (publicUrl != null
                && (!publicUrl.matches("https?://[^/?#@]+/?")
                        || origin(publicUrl).isEmpty())) {
            throw new IllegalArgumentException(
                    "tenure.public-url must be an address such as https://tenure.example.org, not " + publicUrl);
        }
    }

    /** The base of links that leave this server; a relative one while nobody has said. */
    public String base() {
        return publicUrl == null ? "/" : publicUrl;
    }

    /** Whether clients come by https. */
    public boolean encrypted() {
        return publicUrl != null && publicUrl.startsWith("https:");
    }

    /** The server's own origin (RFC 6454), without a port that is the scheme's default. While nobody has said, it is where this request went. */
    public String origin(HttpServletRequest request) {
        return said().or(() ->
                        origin(request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort()))
                .orElseThrow();
    }

    /** The origin that was said, however it was written. */
    Optional<String> said() {
        return Optional.ofNullable(publicUrl).flatMap(PublicAddress::origin);
    }

    /** Whether a browser sends this from a page of the server's own. */
    public boolean own(HttpServletRequest request, @Nullable String origin) {
        return origin == null || origin(origin).filter(origin(request)::equals).isPresent();
    }

    static Optional<String> origin(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            boolean usual = uri.getPort() == -1
                    || (uri.getPort() == 443 && uri.getScheme().equals("https"))
                    || (uri.getPort() == 80 && uri.getScheme().equals("http"));
            return Optional.of(uri.getScheme() + "://" + uri.getHost() + (usual ? "" : ":" + uri.getPort()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
