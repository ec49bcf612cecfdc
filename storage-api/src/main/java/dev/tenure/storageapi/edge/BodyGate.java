package dev.tenure.storageapi.edge;

import dev.tenure.storageapi.problem.ProblemAnswers;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes bodies of the API outside uploads in whole before anything works on them, within a size and a time. Comes after security, so nobody without a
 * token gets us to hold anything.
 */
final class BodyGate extends OncePerRequestFilter {

    private static final int BUFFER = 1 << 13;

    private final ProblemAnswers problems;
    private final EdgeSettings settings;
    private final LongSupplier nanoTime;

    BodyGate(ProblemAnswers problems, EdgeSettings settings, LongSupplier nanoTime) {
        this.problems = problems;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        boolean bodiless = request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
        String path = request.getRequestURI();
        boolean upload = switch (request.getMethod()) {
            case "PATCH" -> path.startsWith("/api/v1/uploads/");
            // Bytes may come with the wish to upload; any other body there is none of ours, and never read.
            case "POST" -> path.equals("/api/v1/uploads");
            default -> false;
        };
        return bodiless || upload || !path.startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long most = settings.maxBody().toBytes();
        if (request.getContentLengthLong() > most) {
            tooLarge(response, most);
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        long began = nanoTime.getAsLong();
        ServletInputStream source = request.getInputStream();
        try {
            for (int got = source.read(buffer); got >= 0; got = source.read(buffer)) {
                body.write(buffer, 0, got);
                if (body.size() > most) {
                    tooLarge(response, most);
                    return;
                }
                if (nanoTime.getAsLong() - began > settings.bodyDeadline().toNanos()) {
                    tooSlow(response);
                    return;
                }
            }
        } catch (SocketTimeoutException silent) {
            tooSlow(response);
            return;
        }
        chain.doFilter(new WholeBody(request, body.toByteArray()), response);
    }

    private void tooLarge(HttpServletResponse response, long most) throws IOException {
        problems.write(response, ProblemCode.BODY_TOO_LARGE, "A body here has at most " + most + " bytes.");
    }

    private void tooSlow(HttpServletResponse response) throws IOException {
        long seconds = settings.bodyDeadline().toSeconds();
        problems.write(response, ProblemCode.BODY_TOO_SLOW, "A body must be here within " + seconds + " s.");
    }
}
