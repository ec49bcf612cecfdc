package dev.tenure.storageapi.problem;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The one place where failures become answers. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Sooner only asks a key server that is down, later keeps a player waiting for one that is back. */
    private static final Duration KEY_RETRY_AFTER = Duration.ofSeconds(5);

    @ExceptionHandler(ApiProblem.class)
    ResponseEntity<ProblemDetail> told(ApiProblem problem) {
        return answer(problem.code(), String.valueOf(problem.getMessage()), problem.headers());
    }

    @ExceptionHandler(ObjectStoreException.class)
    ResponseEntity<ProblemDetail> store(ObjectStoreException failure, HttpServletResponse response) {
        breakOffIfBegun(response, failure);
        LOG.warn("{}", failure.getMessage());
        return answer(ProblemCode.STORE_UNAVAILABLE, "The object store did not do what was asked.", new HttpHeaders());
    }

    /** Streams tell of the store in words of their own. */
    @ExceptionHandler(IOException.class)
    ResponseEntity<ProblemDetail> stream(IOException failure, HttpServletResponse response) throws Exception {
        return failure.getCause() instanceof ObjectStoreException store
                ? store(store, response)
                : unexpected(failure, response);
    }

    @ExceptionHandler(KeyUnavailable.class)
    ResponseEntity<ProblemDetail> key(KeyUnavailable failure, HttpServletResponse response) {
        breakOffIfBegun(response, failure);
        HttpHeaders headers = new HttpHeaders();
        if (failure.worthRetrying()) {
            LOG.warn("{}", failure.getMessage());
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(KEY_RETRY_AFTER.toSeconds()));
        } else {
            LOG.error("{}", failure.getMessage());
        }
        return answer(ProblemCode.KEY_UNAVAILABLE, "The item's bytes cannot be opened.", headers);
    }

    /** The outermost edge: whatever nobody expected is logged under an id, and the caller is told only that id. */
    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> unexpected(Exception failure, HttpServletResponse response) throws Exception {
        breakOffIfBegun(response, failure);
        URI instance = URI.create("urn:uuid:" + UUID.randomUUID());
        LOG.error("{}", instance, failure);
        ProblemDetail body = ApiProblem.body(ProblemCode.INTERNAL, "The operator finds it in the log by the instance.");
        body.setInstance(instance);
        return ResponseEntity.status(body.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    /**
     * What follows the beginning of an answer is taken for its rest: then nothing is told but the end of the connection, without which half a document
     * would look whole. Thrown from here, the failure goes on to the container, which closes.
     */
    private static <F extends Exception> void breakOffIfBegun(HttpServletResponse response, F failure) throws F {
        if (response.isCommitted()) {
            LOG.warn("an answer broke off: {}", failure.getMessage());
            throw failure;
        }
    }

    /** Spring's own refusals, told in our words. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemCode code = switch (status.value()) {
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            default -> status.is4xxClientError() ? ProblemCode.BAD_REQUEST : ProblemCode.INTERNAL;
        };
        String detail =
                body instanceof ProblemDetail told && told.getDetail() != null ? told.getDetail() : code.title();
        if (failure instanceof HttpMessageNotReadableException unreadable) {
            detail = "The body is not the JSON that is expected here: " + JsonFault.of(unreadable.getCause()) + ".";
        }
        HttpHeaders all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(ApiProblem.body(code, detail), all, code.status());
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemCode code, String detail, HttpHeaders headers) {
        return ResponseEntity.status(code.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ApiProblem.body(code, detail));
    }
}
