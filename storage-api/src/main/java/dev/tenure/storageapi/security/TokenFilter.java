package dev.tenure.storageapi.security;

import dev.tenure.catalog.Accounts;
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

/** Reads {@code Authorization: Bearer} (RFC 6750 §2.1); tokens in addresses or bodies are not looked at. */
final class TokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Accounts accounts;
    private final ProblemWriter problems;

    TokenFilter(Accounts accounts, ProblemWriter problems) {
        this.accounts = accounts;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Accounts.TokenBearer> bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? accounts.bearerOf(header.substring(SCHEME.length()).strip())
                : Optional.empty();
        if (bearer.isEmpty()) {
            problems.write(response, ProblemCode.TOKEN_INVALID, "The request's token is not valid.");
            return;
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new Caller(bearer.get()));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
