package dev.tenure.storageapi.idempotency;

import dev.tenure.storageapi.edge.WholeBody;
import dev.tenure.storageapi.problem.ProblemAnswers;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * {@code Idempotency-Key} on every POST of a known caller but uploads, which tus makes repeatable by itself. Answers of all kinds are kept but
 * those that say "later": failures of ours, and refusals for being too fast or too slow.
 */
final class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);

    private static final List<String> KEPT_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);
    private static final Set<Integer> LATER = Set.of(408, 429);

    /** Most first requests end within it. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private final IdempotentRequests requests;
    private final ProblemAnswers problems;

    IdempotencyFilter(IdempotentRequests requests, ProblemAnswers problems) {
        this.requests = requests;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !"POST".equals(request.getMethod())
                || request.getHeader(HEADER) == null
                || !path.startsWith("/api/v1/")
                || path.equals("/api/v1/uploads")
                || path.startsWith("/api/v1/uploads/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller)) {
            chain.doFilter(request, response);
            return;
        }
        IdempotencyKey key;
        try {
            key = IdempotencyKey.of(caller.account(), caller.actor().value(), request.getHeader(HEADER));
        } catch (IllegalArgumentException malformed) {
            problems.write(response, ProblemCode.BAD_REQUEST, String.valueOf(malformed.getMessage()));
            return;
        }
        switch (requests.reserve(key, hash(request))) {
            case Reserving.First(UUID reservation) -> first(key, reservation, request, response, chain);
            case Reserving.Done done -> replay(requests.open(key, done), response);
            case Reserving.InProgress running -> {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
                problems.write(response, ProblemCode.IDEMPOTENCY_IN_PROGRESS, "The first request still runs.");
            }
            case Reserving.Reused reused ->
                problems.write(
                        response,
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "The key belongs to a request with another address or body.");
        }
    }

    private void first(
            IdempotencyKey key,
            UUID reservation,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
        Optional<KeptAnswer> answer = Optional.empty();
        try {
            chain.doFilter(request, held);
            answer = answer(held);
        } finally {
            end(key, reservation, answer);
        }
        held.copyBodyToResponse();
    }

    private static Optional<KeptAnswer> answer(ContentCachingResponseWrapper held) {
        int status = held.getStatus();
        if (status >= 500 || LATER.contains(status)) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = held.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return Optional.of(
                new KeptAnswer(status, headers, Base64.getEncoder().encodeToString(held.getContentAsByteArray())));
    }

    /** What was done is done: a failure to remember it must not make the caller believe otherwise. */
    private void end(IdempotencyKey key, UUID reservation, Optional<KeptAnswer> answer) {
        try {
            requests.end(key, reservation, answer);
        } catch (DataAccessException e) {
            LOG.warn("an answer could not be kept; repeats of its request are refused until its reservation ends", e);
        }
    }

    private static void replay(KeptAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader(REPLAYED, "true");
        response.getOutputStream().write(Base64.getDecoder().decode(answer.body()));
    }

    private static byte[] hash(HttpServletRequest request) {
        byte[] body = request instanceof WholeBody whole ? whole.bytes() : new byte[0];
        return IdempotencyKey.sha256(
                request.getMethod(),
                request.getRequestURI(),
                String.valueOf(request.getQueryString()),
                String.valueOf(request.getContentType()),
                HexFormat.of().formatHex(body));
    }
}
