package dev.tenure.storageapi.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The quota of an address from which nobody known speaks: requests without a token, and with one that is not valid. Comes before security, and
 * once the quota is spent nothing is even looked up; only tokens that were valid here before still get through, so that one broken client does not
 * lock out the others behind its address.
 */
final class StrangerLimit extends OncePerRequestFilter {

    private static final String POLICY = "address";
    private static final String HAND_OVERS = "/api/v1/hand-overs/";
    private static final int MAX_PROVEN = 10_000;

    private final Limits limits;
    private final LimitAnswer answer;
    private final ClientAddress addresses;
    private final long perAddress;
    private final Map<String, Boolean> proven = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_PROVEN;
        }
    };

    StrangerLimit(Limits limits, LimitAnswer answer, ClientAddress addresses, long perAddress) {
        this.limits = limits;
        this.answer = answer;
        this.addresses = addresses;
        this.perAddress = perAddress;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String whose = "address " + addresses.of(request);
        // A media server's call is proven by what it is a call of; who proved it there once gets through from there.
        String credential = request.getRequestURI().startsWith(HAND_OVERS)
                ? whose + " " + request.getRequestURI()
                : credential(request);
        if (credential == null) {
            Quota quota = limits.take(whose, perAddress);
            if (!quota.granted()) {
                answer.refuse(response, POLICY, perAddress, quota);
                return;
            }
            chain.doFilter(request, response);
            return;
        }
        if (!known(credential)) {
            Quota quota = limits.look(whose, perAddress);
            if (!quota.granted()) {
                answer.refuse(response, POLICY, perAddress, quota);
                return;
            }
        }
        chain.doFilter(request, response);
        if (request.getAttribute(CallerLimit.KNOWN) == null) {
            limits.take(whose, perAddress);
            forget(credential);
        } else {
            prove(credential);
        }
    }

    /** What the request shows for itself, hashed: none of it is kept here. */
    private static @Nullable String credential(HttpServletRequest request) {
        String shown = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (shown == null) {
            shown = request.getHeader(HttpHeaders.COOKIE);
        }
        try {
            return shown == null
                    ? null
                    : HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(shown.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private boolean known(String credential) {
        synchronized (proven) {
            return proven.containsKey(credential);
        }
    }

    private void prove(String credential) {
        synchronized (proven) {
            proven.put(credential, true);
        }
    }

    private void forget(String credential) {
        synchronized (proven) {
            proven.remove(credential);
        }
    }
}
