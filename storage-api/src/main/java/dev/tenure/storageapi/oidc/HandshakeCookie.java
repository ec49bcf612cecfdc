package dev.tenure.storageapi.oidc;

import dev.tenure.storageapi.edge.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/** Keeps a handshake in the browser that began it. Sent when the provider sends the browser back, which {@code Strict} would not be. */
final class HandshakeCookie {

    /** How long somebody may take to sign in at the provider. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private HandshakeCookie() {}

    static Optional<Handshake> read(HttpServletRequest request, PublicAddress address) {
        return Optional.ofNullable(WebUtils.getCookie(request, name(address)))
                .flatMap(cookie -> Handshake.read(cookie.getValue()));
    }

    static void write(HttpServletResponse response, Handshake handshake, PublicAddress address) {
        set(response, handshake.write(), LIFETIME, address);
    }

    static void clear(HttpServletResponse response, PublicAddress address) {
        set(response, "", Duration.ZERO, address);
    }

    private static void set(HttpServletResponse response, String value, Duration lifetime, PublicAddress address) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(address), value)
                        .path("/")
                        .httpOnly(true)
                        .secure(address.encrypted())
                        .sameSite("Lax")
                        .maxAge(lifetime)
                        .build()
                        .toString());
    }

    private static String name(PublicAddress address) {
        return address.encrypted() ? "__Host-tenure-oidc" : "tenure-oidc";
    }
}
