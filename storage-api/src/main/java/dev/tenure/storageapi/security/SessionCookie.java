package dev.tenure.storageapi.security;

import dev.tenure.catalog.Secret;
import dev.tenure.storageapi.edge.PublicAddress;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie that carries a session's secret. Scripts cannot read it, other sites cannot make a browser send it, and with https it is bound to this very
 * host. It ends with the browser; when the session ends is known to the server.
 */
public final class SessionCookie {

    private final PublicAddress address;

    SessionCookie(PublicAddress address) {
        this.address = address;
    }

    private String name() {
        return address.encrypted() ? "__Host-tenure" : "tenure";
    }

    /** The secret that the request brings. */
    public Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name()))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    public void write(HttpServletResponse response, String secret) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(secret).build().toString());
    }

    public void clear(HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE, cookie("").maxAge(Duration.ZERO).build().toString());
    }

    private ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(name(), value)
                .path("/")
                .httpOnly(true)
                .secure(address.encrypted())
                .sameSite("Strict");
    }

    /** What requests that change something must bring beside the cookie: bound to the session, and of no use without it. */
    public static String csrfToken(String secret) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secret.hash("csrf:" + secret));
    }
}
