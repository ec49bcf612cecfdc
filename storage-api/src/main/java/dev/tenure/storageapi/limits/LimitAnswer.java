package dev.tenure.storageapi.limits;

import dev.tenure.storageapi.problem.ProblemAnswers;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/** Says how a quota stands (draft-ietf-httpapi-ratelimit-headers), and ends requests beyond it. */
final class LimitAnswer {

    private final ProblemAnswers problems;
    private final Duration window;

    LimitAnswer(ProblemAnswers problems, Duration window) {
        this.problems = problems;
        this.window = window;
    }

    void show(HttpServletResponse response, String policy, long limit, Quota quota) {
        response.setHeader("RateLimit-Policy", "\"" + policy + "\";q=" + limit + ";w=" + window.toSeconds());
        response.setHeader("RateLimit", "\"" + policy + "\";r=" + quota.left() + ";t=" + up(quota.full()));
    }

    void refuse(HttpServletResponse response, String policy, long limit, Quota quota) throws IOException {
        show(response, policy, limit, quota);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(up(quota.next())));
        problems.write(
                response,
                ProblemCode.RATE_LIMITED,
                limit + " requests in " + window.toSeconds() + " s are let through, and they are used up.");
    }

    private static long up(Duration time) {
        return Math.max(1, time.plusMillis(999).toSeconds());
    }
}
