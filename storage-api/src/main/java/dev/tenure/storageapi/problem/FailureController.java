package dev.tenure.storageapi.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed outside of every controller. Nothing of the failure itself is told; the log has it. */
@Hidden
@RestController
class FailureController implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> failed(HttpServletRequest request) {
        // Absent when somebody asks for this very address.
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemCode code = switch (status) {
            case Integer number when number == HttpStatus.METHOD_NOT_ALLOWED.value() -> ProblemCode.METHOD_NOT_ALLOWED;
            case Integer number when number >= 500 -> ProblemCode.INTERNAL;
            case Integer number when number != HttpStatus.NOT_FOUND.value() -> ProblemCode.BAD_REQUEST;
            case null, default -> ProblemCode.NOT_FOUND;
        };
        return ResponseEntity.status(code.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ApiProblem.body(code, code.title() + "."));
    }
}
