package dev.tenure.storageapi.problem;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tells of requests that Tomcat refuses before any of our code sees them, in the same words as all other problems. Made by Tomcat, by name. */
public final class RefusalValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemCode code = switch (status) {
            case 404 -> ProblemCode.NOT_FOUND;
            // Methods, codings and versions that nobody speaks here: not our failure.
            case 501, 505 -> ProblemCode.BAD_REQUEST;
            default -> status < 500 ? ProblemCode.BAD_REQUEST : ProblemCode.INTERNAL;
        };
        try {
            response.setStatus(code.status().value());
            response.setContentType("application/problem+json");
            AnswerHeaders.ALWAYS.forEach(response::setHeader);
            // As ApiProblem.body, whose fields only Spring's own mapper would write flat.
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("type", code.type());
            body.put("title", code.title());
            body.put("status", code.status().value());
            body.put("detail", "The request's line or headers are malformed, or larger than is taken.");
            body.put("remedy", code.remedy());
            response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(body));
            response.finishResponse();
        } catch (IOException gone) {
            LOG.debug("nobody waits for the answer any more", gone);
        }
    }
}
