package dev.tenure.storageapi.tus;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** {@code X-HTTP-Method-Override} on uploads (tus 1.0.0, core): some clients and proxies know no PATCH. Runs before security sees the method. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class MethodOverrideFilter extends OncePerRequestFilter {

    private static final Set<String> METHODS = Set.of("PATCH", "HEAD", "DELETE");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String wanted = request.getHeader("X-HTTP-Method-Override");
        return !"POST".equals(request.getMethod())
                || wanted == null
                || !METHODS.contains(wanted)
                || !request.getRequestURI().startsWith("/api/v1/uploads/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String method = request.getHeader("X-HTTP-Method-Override");
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public String getMethod() {
                        return method;
                    }
                },
                response);
    }
}
