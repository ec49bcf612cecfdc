package dev.tenure.storageapi.limits;

import dev.tenure.storageapi.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** The quota of whoever is known. Comes after security. */
final class CallerLimit extends OncePerRequestFilter {

    /** Set on requests of a known caller: their address is not charged. */
    static final String KNOWN = CallerLimit.class.getName() + ".known";

    private static final String POLICY = "caller";

    private final Limits limits;
    private final LimitAnswer answer;
    private final LimitSettings settings;

    CallerLimit(Limits limits, LimitAnswer answer, LimitSettings settings) {
        this.limits = limits;
        this.answer = answer;
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller) {
            request.setAttribute(KNOWN, true);
            long most = settings.quotaOf(caller.getName().replaceFirst("^token:", ""));
            Quota quota = limits.take(
                    "caller " + caller.account() + " " + caller.actor().value(), most);
            if (!quota.granted()) {
                answer.refuse(response, POLICY, most, quota);
                return;
            }
            answer.show(response, POLICY, most, quota);
        }
        chain.doFilter(request, response);
    }
}
