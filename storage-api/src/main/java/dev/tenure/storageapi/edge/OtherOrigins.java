package dev.tenure.storageapi.edge;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose pages, beside the server's own, a browser lets upload here (CORS). Uploads only, and never with a cookie: they bear a token.
 *
 * @param allowedOrigins scheme, host and port of each, exactly as browsers send it; none unless the site says so
 */
@ConfigurationProperties("tenure.http")
public record OtherOrigins(@DefaultValue List<String> allowedOrigins) {

    public OtherOrigins {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (PublicAddress.origin(origin).filter(origin::equals).isEmpty()) {
                throw new IllegalArgumentException(
                        "tenure.http.allowed-origins must be origins such as https://recorder.example.org, not "
                                + origin);
            }
        }
    }
}
