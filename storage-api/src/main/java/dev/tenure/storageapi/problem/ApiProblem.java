package dev.tenure.storageapi.problem;

import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;

/** A request that ends with a problem from the table. The detail goes to the caller: no secrets, nothing of other accounts. */
public final class ApiProblem extends RuntimeException {

    private final ProblemCode code;
    private final transient HttpHeaders headers = new HttpHeaders();

    public ApiProblem(ProblemCode code, String detail) {
        super(detail);
        this.code = code;
    }

    /** Adds headers to the answer. */
    public ApiProblem with(Map<String, String> more) {
        more.forEach(headers::set);
        return this;
    }

    public ProblemCode code() {
        return code;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** The problem's body. */
    public static ProblemDetail body(ProblemCode code, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(code.status(), detail);
        body.setType(code.type());
        body.setTitle(code.title());
        body.setProperty("remedy", code.remedy());
        return body;
    }
}
