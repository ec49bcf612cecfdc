package dev.tenure.storageapi.security;

import dev.tenure.storageapi.problem.ProblemAnswers;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/** Tells of problems that end a request before a controller sees it. */
final class ProblemWriter {

    private final ProblemAnswers answers;

    ProblemWriter(JsonMapper json) {
        this.answers = new ProblemAnswers(json);
    }

    void write(HttpServletResponse response, ProblemCode code, String detail) throws IOException {
        if (code.status().value() == 401) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        answers.write(response, code, detail);
    }
}
