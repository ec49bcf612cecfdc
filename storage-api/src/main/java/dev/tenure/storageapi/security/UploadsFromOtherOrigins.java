package dev.tenure.storageapi.security;

import dev.tenure.storageapi.edge.OtherOrigins;
import dev.tenure.storageapi.edge.PublicAddress;
import dev.tenure.storageapi.problem.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Lets pages of the origins that the site names upload by tus: answers what browsers ask beforehand, and lets them read what a client needs. */
final class UploadsFromOtherOrigins {

    private static final List<String> METHODS = List.of("POST", "HEAD", "PATCH", "DELETE");

    /** What tus 1.0.0 sends, and what tus-js-client and Uppy add. */
    private static final List<String> SENT = List.of(
            "Authorization",
            "Content-Type",
            "Tus-Resumable",
            "Upload-Checksum",
            "Upload-Concat",
            "Upload-Defer-Length",
            "Upload-Length",
            "Upload-Metadata",
            "Upload-Offset",
            "X-HTTP-Method-Override",
            "X-Request-ID",
            "X-Requested-With");

    private static final List<String> SHOWN = List.of(
            "Location",
            "Retry-After",
            "Tenure-Item",
            "Tus-Checksum-Algorithm",
            "Tus-Extension",
            "Tus-Max-Size",
            "Tus-Resumable",
            "Tus-Version",
            "Upload-Concat",
            "Upload-Defer-Length",
            "Upload-Expires",
            "Upload-Length",
            "Upload-Offset");

    /** How long a browser need not ask again. Longer keeps an origin that was taken off the list. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private UploadsFromOtherOrigins() {}

    /** For a site that named some; where none is named there is no such filter, and no answer says anything of origins. */
    static CorsFilter filter(OtherOrigins origins, PublicAddress address, ProblemWriter problems) {
        CorsConfiguration uploads = new CorsConfiguration();
        uploads.setAllowedOrigins(origins.allowedOrigins());
        uploads.setAllowedMethods(METHODS);
        uploads.setAllowedHeaders(SENT);
        uploads.setExposedHeaders(SHOWN);
        uploads.setAllowCredentials(false);
        uploads.setMaxAge(REMEMBERED);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/v1/uploads/**", uploads);
        // Behind a proxy that ends TLS the server's own pages look like another's: the address that was said decides.
        CorsFilter filter = new CorsFilter(request -> address.own(request, request.getHeader(HttpHeaders.ORIGIN))
                ? null
                : source.getCorsConfiguration(request));
        filter.setCorsProcessor(new DefaultCorsProcessor() {
            @Override
            protected void rejectRequest(ServerHttpResponse response) throws IOException {
                problems.write(
                        ((ServletServerHttpResponse) response).getServletResponse(),
                        ProblemCode.CROSS_SITE,
                        "Pages of this origin may not do this here.");
            }
        });
        return filter;
    }
}
