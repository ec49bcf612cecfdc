package dev.tenure.storageapi.notice;

import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Revised;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.Evidence.Taking;
import dev.tenure.ingest.notice.EvidenceDocument;
import dev.tenure.ingest.notice.NoticePolicy;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.items.Readings;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Evidence that participants were given a notice: brought before a recording, while it runs, or afterwards, and given out as a whole. */
@RestController
class NoticeEvidenceController {

    private final Evidence evidence;
    private final Meetings meetings;
    private final AccountItems items;
    private final Readings readings;
    private final Trail trail;

    NoticeEvidenceController(Evidence evidence, Meetings meetings, AccountItems items, Readings readings, Trail trail) {
        this.evidence = evidence;
        this.meetings = meetings;
        this.items = items;
        this.readings = readings;
        this.trail = trail;
    }

    /**
     * What was kept.
     *
     * @param added entries that were not known before
     * @param head hash of the meeting's last entry
     */
    record TakenView(int added, String head) {}

    /** May be sent again as it is: what is known is passed over. */
    @PostMapping("/api/v1/notice-evidence")
    TakenView bring(Caller caller, @RequestBody EvidenceRequest brought) {
        caller.needs(Scope.UPLOAD);
        return switch (evidence.take(caller.account(), brought.meeting(), brought.read(), caller.actor())) {
            case Taking.Taken(int added, String head) -> new TakenView(added, head);
            case Taking.Refused(String explanation) -> throw new ApiProblem(ProblemCode.EVIDENCE_REFUSED, explanation);
        };
    }

    /** All of a meeting, by the media server's id; or what is of one participant, by pseudonym. */
    @GetMapping(path = "/api/v1/notice-evidence", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "object")))
    void ofMeeting(
            Caller caller,
            @RequestParam(required = false) @Nullable String meeting,
            @RequestParam(required = false) @Nullable String participant,
            HttpServletResponse response)
            throws IOException {
        caller.needs(Scope.READ);
        if (caller.onlyItemsOf() != null) {
            throw new ApiProblem(ProblemCode.SCOPE_MISSING, "Hosts read the evidence at their own items.");
        }
        if (meeting == null) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'meeting' must be the media server's id of a meeting.");
        }
        Map<String, String> detail = participant == null
                ? Map.of("meeting", internal(caller, meeting))
                : Map.of("meeting", internal(caller, meeting), "participant", participant);
        Runnable noting = () -> trail.append(caller.account(), null, caller.actor(), "notice.evidence-read", detail);
        send(caller, meeting, participant, noting, response);
    }

    @GetMapping(path = "/api/v1/items/{id}/notice-evidence", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "object")))
    void ofItem(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String participant,
            HttpServletResponse response)
            throws IOException {
        caller.needs(Scope.READ);
        Item item = items.need(caller, id);
        String meeting =
                meetings.find(item.account(), item.meeting()).orElseThrow().externalId();
        send(
                caller,
                meeting,
                participant,
                () -> readings.note(item.account(), item.id(), caller.actor(), Readings.Reading.EVIDENCE),
                response);
    }

    /**
     * Sends the document while it is written: a meeting may have a hundred thousand events.
     *
     * @param noting that it is read; before its first byte is sent
     */
    private void send(
            Caller caller, String meeting, @Nullable String participant, Runnable noting, HttpServletResponse response)
            throws IOException {
        EvidenceDocument document = evidence.document(
                        caller.account(), meeting, participant == null ? null : pseudonym(participant))
                .orElseThrow(NoticeEvidenceController::unknown);
        noting.run();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try {
            document.writeTo(response.getOutputStream());
        } catch (IOException | RuntimeException failure) {
            if (!response.isCommitted()) {
                // The problem that is told instead does not follow the beginning of a document.
                response.resetBuffer();
            }
            throw failure;
        }
    }

    /** A meeting's name may be one of a person; its number is not. There may be evidence before there is a meeting that we know. */
    private String internal(Caller caller, String meeting) {
        return meetings.find(caller.account(), meeting)
                .map(known -> known.id().toString())
                .orElse("not described yet");
    }

    private static UUID pseudonym(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no evidence of a notice for this.");
    }

    /** What happens to recordings and transcripts without evidence. */
    record PolicyView(NoticePolicy withoutEvidence) {

        PolicyView {
            Objects.requireNonNull(withoutEvidence, "'withoutEvidence' must be ACCEPT, QUARANTINE or REFUSE");
        }
    }

    @GetMapping("/api/v1/account/notice-policy")
    ResponseEntity<PolicyView> policy(Caller caller) {
        Revised<NoticePolicy> policy = evidence.policy(caller.account());
        return ResponseEntity.ok().eTag(VersionTags.of(policy.revision())).body(new PolicyView(policy.value()));
    }

    @PutMapping("/api/v1/account/notice-policy")
    ResponseEntity<PolicyView> policy(
            Caller caller,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody PolicyView wish) {
        caller.needs(Scope.ACCOUNT);
        Expected expected = VersionTags.required(ifMatch);
        if (!evidence.policy(caller.account(), wish.withoutEvidence(), expected, caller.actor())) {
            throw new ApiProblem(ProblemCode.PRECONDITION_FAILED, "Another policy is in force than that in If-Match.");
        }
        return policy(caller);
    }
}
