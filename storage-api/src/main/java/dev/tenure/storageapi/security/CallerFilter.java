package dev.tenure.storageapi.security;

import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls: reads {@code Authorization: Bearer} (RFC 6750 §2.1), and where there is none the session's cookie. Tokens in addresses or bodies
 * are not looked at. A cookie travels by itself, so what it may do is asked more of ({@link SameSite}).
 */
final class CallerFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    /** Where media servers call. */
    static final String HAND_OVERS = "/api/v1/hand-overs/";

    private final Callers callers;
    private final SessionCookie cookie;
    private final SameSite sameSite;
    private final ProblemWriter problems;

    CallerFilter(Callers callers, SessionCookie cookie, SameSite sameSite, ProblemWriter problems) {
        this.callers = callers;
        this.cookie = cookie;
        this.sameSite = sameSite;
        this.problems = problems;
    }

    /** What media servers write into the header is theirs, and is proven elsewhere. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith(HAND_OVERS);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            bearing(header, request, response, chain);
            return;
        }
        Optional<String> secret = cookie.read(request);
        Optional<String> objection = sameSite.objection(request, secret);
        if (objection.isPresent()) {
            problems.write(response, ProblemCode.CROSS_SITE, objection.get());
            return;
        }
        Optional<Caller> person = secret.flatMap(callers::signedIn);
        if (person.isEmpty()) {
            chain.doFilter(request, response);
        } else if (person.get().session().orElseThrow().mustChangePassword() && !aboutTheSession(request)) {
            problems.write(
                    response,
                    ProblemCode.PASSWORD_CHANGE_NEEDED,
                    "You signed in with a password that somebody gave you; it opens nothing else.");
        } else {
            proceed(person.get(), request, response, chain);
        }
    }

    private void bearing(String header, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> bearer;
        try {
            bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? callers.bearing(header.substring(SCHEME.length()).strip())
                    : Optional.empty();
        } catch (ApiProblem unknown) {
            problems.write(response, unknown.code(), String.valueOf(unknown.getMessage()));
            return;
        }
        if (bearer.isEmpty()) {
            problems.write(response, ProblemCode.TOKEN_INVALID, "The request's token is not valid.");
        } else {
            proceed(bearer.get(), request, response, chain);
        }
    }

    private static void proceed(
            Caller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller);
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static boolean aboutTheSession(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/api/v1/session") || path.equals("/api/v1/session/password");
    }
}
