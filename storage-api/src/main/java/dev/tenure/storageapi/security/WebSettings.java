package dev.tenure.storageapi.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How browsers reach the server.
 *
 * @param publicUrl scheme, host and port as browsers see them; empty means as each request says. With https, cookies travel by it only
 * @param landing the path that a sign-in with a provider ends at
 */
@ConfigurationProperties("tenure.web")
public record WebSettings(
        @DefaultValue("") String publicUrl,
        @DefaultValue("/") String landing) {

    public WebSettings {
        if (!publicUrl.isEmpty() && !publicUrl.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+")) {
            throw new IllegalArgumentException(
                    "tenure.web.public-url must be like https://tenure.example.org: " + publicUrl);
        }
        if (!landing.matches("/([A-Za-z0-9._~-][A-Za-z0-9._~/-]*)?")) {
            throw new IllegalArgumentException("tenure.web.landing must be a path of this server: " + landing);
        }
    }

    /** Whether browsers come by https. */
    public boolean secure() {
        return publicUrl.startsWith("https:");
    }

    /** The server's own origin (RFC 6454), without which port is the scheme's default. */
    public String origin(HttpServletRequest request) {
        if (!publicUrl.isEmpty()) {
            return origin(publicUrl).orElseThrow();
        }
        return origin(request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort())
                .orElseThrow();
    }

    /** Whether a browser sends this from a page of the server's own. */
    boolean own(HttpServletRequest request, @Nullable String origin) {
        return origin == null || origin(origin).filter(origin(request)::equals).isPresent();
    }

    private static Optional<String> origin(String text) {
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
