package dev.tenure.storageapi.oidc;

import dev.tenure.storageapi.security.WebSettings;
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

    static Optional<Handshake> read(HttpServletRequest request, WebSettings web) {
        return Optional.ofNullable(WebUtils.getCookie(request, name(web)))
                .flatMap(cookie -> Handshake.read(cookie.getValue()));
    }

    static void write(HttpServletResponse response, Handshake handshake, WebSettings web) {
        set(response, handshake.write(), LIFETIME, web);
    }

    static void clear(HttpServletResponse response, WebSettings web) {
        set(response, "", Duration.ZERO, web);
    }

    private static void set(HttpServletResponse response, String value, Duration lifetime, WebSettings web) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(web), value)
                        .path("/")
                        .httpOnly(true)
                        .secure(web.secure())
                        .sameSite("Lax")
                        .maxAge(lifetime)
                        .build()
                        .toString());
    }

    private static String name(WebSettings web) {
        return web.secure() ? "__Host-tenure-oidc" : "tenure-oidc";
    }
}
