package dev.tenure.storageapi.security;

import dev.tenure.storageapi.edge.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Tells requests of our own pages from those that another site makes somebody's browser send. Asked of every request without a token that changes
 * something: its origin must be ours, what it sends must be JSON, which no form can send, and where it brings a session's cookie also that session's
 * token. Only sign-in itself needs no token: there is no session yet to have one.
 */
final class SameSite {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String TOKEN = "X-Tenure-CSRF";

    private final PublicAddress address;

    SameSite(PublicAddress address) {
        this.address = address;
    }

    /** What speaks against the request; empty when nothing does. */
    Optional<String> objection(HttpServletRequest request, Optional<String> secret) {
        boolean signIn =
                request.getMethod().equals("POST") && request.getRequestURI().equals("/api/v1/session");
        if (SAFE.contains(request.getMethod()) || (secret.isEmpty() && !signIn)) {
            return Optional.empty();
        }
        if (!address.own(request, request.getHeader(HttpHeaders.ORIGIN))
                || "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            return Optional.of("It comes from the page of another site.");
        }
        if (!json(request.getContentType())) {
            return Optional.of("What a session sends is application/json.");
        }
        return signIn
                        || secret.filter(kept -> matches(kept, request.getHeader(TOKEN)))
                                .isPresent()
                ? Optional.empty()
                : Optional.of("The header " + TOKEN + " is missing, or is another session's.");
    }

    private static boolean json(@Nullable String type) {
        // None at all is a request without a body.
        return type == null
                || type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    }

    private static boolean matches(String secret, @Nullable String token) {
        return token != null
                && MessageDigest.isEqual(
                        SessionCookie.csrfToken(secret).getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }
}
