package dev.tenure.storageapi.handover;

import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.work.Hearings;
import dev.tenure.ingest.handover.work.SourceId;
import dev.tenure.storageapi.limits.ProvenCaller;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where media servers call. They bear no token of ours: each call is proven by the server's own signature. A source that does not exist is answered
 * like a signature that does not fit.
 */
@RestController
@RequestMapping("/api/v1/hand-overs")
class HandOverController {

    private static final Logger LOG = LoggerFactory.getLogger(HandOverController.class);

    private final Hearings hearings;

    HandOverController(Hearings hearings) {
        this.hearings = hearings;
    }

    @PostMapping("/{id}")
    ResponseEntity<String> hear(@PathVariable String id, HttpServletRequest request) throws IOException {
        SourceId source;
        try {
            source = SourceId.of(id);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        Hearing hearing = hearings.hear(source, delivery(request));
        if (hearing instanceof Hearing.Refused(String why)) {
            LOG.debug("a call for source {} is refused: {}", source, why);
            throw refused();
        }
        ProvenCaller.note(request);
        return switch (hearing) {
            case Hearing.Refused refused -> throw refused();
            case Hearing.Malformed(String what) -> throw new ApiProblem(ProblemCode.BAD_REQUEST, what);
            case Hearing.Ignored ignored -> ResponseEntity.noContent().build();
            case Hearing.Answer(String json) ->
                ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
            case Hearing.Look look -> ResponseEntity.accepted().build();
            case Hearing.Heard heard -> ResponseEntity.accepted().build();
        };
    }

    private static Delivery delivery(HttpServletRequest request) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return new Delivery(
                request.getMethod(),
                headers,
                Objects.requireNonNullElse(request.getQueryString(), ""),
                request.getInputStream().readAllBytes());
    }

    private static ApiProblem refused() {
        return new ApiProblem(ProblemCode.HAND_OVER_REFUSED, "The call is not proven to be a source's.");
    }
}
