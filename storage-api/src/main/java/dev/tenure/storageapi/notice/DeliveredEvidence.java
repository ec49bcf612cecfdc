package dev.tenure.storageapi.notice;

import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.JsonFault;
import dev.tenure.storageapi.problem.ProblemCode;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Evidence that comes with an upload, as JSON in its metadata: read by the parser and the rules of {@code POST /api/v1/notice-evidence}. */
@Component
public final class DeliveredEvidence {

    private final JsonMapper json;

    DeliveredEvidence(JsonMapper json) {
        this.json = json;
    }

    /**
     * Reads it.
     *
     * @param meeting the upload's own meeting: evidence of another is a mistake that would free the wrong recording
     * @throws ApiProblem when it is not what is expected, or is of another meeting
     */
    public BroughtEvidence read(String text, String meeting) {
        EvidenceRequest brought;
        try {
            brought = json.readValue(text, EvidenceRequest.class);
        } catch (JacksonException misfit) {
            throw bad("'noticeEvidence' is not the JSON that is expected: " + JsonFault.of(misfit) + ".");
        }
        if (brought == null) {
            throw bad("'noticeEvidence' is null; leave it out instead.");
        }
        if (!brought.meeting().equals(meeting)) {
            throw bad("'noticeEvidence' is of meeting '" + brought.meeting() + "', the upload of another.");
        }
        return brought.read();
    }

    private static ApiProblem bad(String detail) {
        return new ApiProblem(ProblemCode.BAD_REQUEST, detail);
    }
}
