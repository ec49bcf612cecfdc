package dev.tenure.storageapi.tus;

import static dev.tenure.storageapi.tus.TusHeaders.problem;
import static dev.tenure.storageapi.tus.TusHeaders.requireVersion;
import static dev.tenure.storageapi.tus.TusHeaders.unknown;
import static dev.tenure.storageapi.tus.TusHeaders.uploadId;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.ingest.Creation;
import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.Portion;
import dev.tenure.ingest.Termination;
import dev.tenure.ingest.Upload;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.ingest.UploadId;
import dev.tenure.ingest.Uploads;
import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.retention.policy.Choices;
import dev.tenure.storageapi.notice.DeliveredEvidence;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Uploads by tus 1.0.0 (https://tus.io/protocols/resumable-upload): the core, and the extensions creation, creation-with-upload,
 * creation-defer-length, termination, checksum, expiration and concatenation.
 */
@RestController
@RequestMapping(TusHeaders.PATH)
class TusController {

    private static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration,concatenation";
    private static final String ITEM = "Tenure-Item";

    private final Uploads uploads;
    private final Accounts accounts;
    private final Choices choices;
    private final DeliveredEvidence delivered;

    TusController(Uploads uploads, Accounts accounts, Choices choices, DeliveredEvidence delivered) {
        this.uploads = uploads;
        this.accounts = accounts;
        this.choices = choices;
        this.delivered = delivered;
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options() {
        return ResponseEntity.noContent()
                .header(TusHeaders.RESUMABLE, TusHeaders.VERSION)
                .header("Tus-Version", TusHeaders.VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Max-Size", Long.toString(uploads.maxSize()))
                .header("Tus-Checksum-Algorithm", TusHeaders.algorithms())
                .build();
    }

    @RequestMapping(method = RequestMethod.POST)
    ResponseEntity<Void> create(Caller caller, HttpServletRequest request) throws IOException {
        requireVersion(request);
        caller.needs(Scope.UPLOAD);
        Upload upload = created(announce(caller, request));
        String address = TusHeaders.PATH + "/" + upload.id();
        var answer = ResponseEntity.created(URI.create(address)).header(TusHeaders.RESUMABLE, TusHeaders.VERSION);
        if (upload.kind() != Kind.PARTIAL) {
            answer.header(ITEM, upload.item().toString());
        }
        if (TusHeaders.hasBody(request) && upload.kind() != Kind.FINAL) {
            upload = append(caller, upload, request, address);
            answer.header(TusHeaders.OFFSET, Long.toString(upload.storedBytes()));
        }
        return TusAnswers.expiring(answer, upload).build();
    }

    private Creation announce(Caller caller, HttpServletRequest request) {
        String concat = request.getHeader(TusHeaders.CONCAT);
        if (concat == null) {
            return uploads.create(wish(caller, TusHeaders.lengthOf(request), request));
        }
        if (concat.equals(TusHeaders.PARTIAL)) {
            return uploads.createPartial(caller.account(), TusHeaders.lengthOf(request));
        }
        if (!concat.startsWith(TusHeaders.FINAL) || request.getHeader(TusHeaders.LENGTH) != null) {
            throw problem(
                    ProblemCode.BAD_REQUEST,
                    "Upload-Concat must be 'partial', or 'final;' and the parts' addresses; then without Upload-Length.");
        }
        List<UploadId> parts = TusHeaders.parts(concat);
        return uploads.join(wish(caller, NewUpload.UNKNOWN_LENGTH, request), parts);
    }

    private static Upload created(Creation creation) {
        return switch (creation) {
            case Creation.Created(Upload upload) -> upload;
            case Creation.Refused(Creation.Reason reason, String explanation) ->
                throw problem(
                        switch (reason) {
                            case TOO_LARGE -> ProblemCode.UPLOAD_TOO_LARGE;
                            case EMPTY -> ProblemCode.UPLOAD_EMPTY;
                            case BAD_DESCRIPTION -> ProblemCode.BAD_REQUEST;
                            case NO_NOTICE -> ProblemCode.NOTICE_NEEDED;
                            case EVIDENCE_REFUSED -> ProblemCode.EVIDENCE_REFUSED;
                            case OVER_QUOTA -> ProblemCode.UPLOAD_QUOTA;
                            case PART_UNKNOWN -> ProblemCode.NOT_FOUND;
                            case PART_UNFIT -> ProblemCode.UPLOAD_NOT_JOINABLE;
                        },
                        explanation);
        };
    }

    /** The bytes that came with the wish; a refusal of them says where the upload is all the same, for it exists. */
    private Upload append(Caller caller, Upload upload, HttpServletRequest request, String address) throws IOException {
        Portion portion =
                new Portion(0, request.getContentLengthLong(), NewUpload.UNKNOWN_LENGTH, checksum(request, address));
        try {
            TusAnswers.offset(uploads.append(caller.account(), upload.id(), portion, request.getInputStream()));
        } catch (ApiProblem refused) {
            throw refused.with(Map.of("Location", address));
        }
        return uploads.find(caller.account(), upload.id()).orElseThrow(TusHeaders::unknown);
    }

    private static dev.tenure.ingest.@Nullable Checksum checksum(HttpServletRequest request, String address) {
        try {
            return TusHeaders.checksum(request);
        } catch (ApiProblem refused) {
            throw refused.with(Map.of("Location", address));
        }
    }

    private NewUpload wish(Caller caller, long length, HttpServletRequest request) {
        UploadDescription said;
        try {
            said = UploadDescription.read(UploadMetadata.parse(request.getHeader(TusHeaders.METADATA)));
        } catch (IllegalArgumentException e) {
            throw problem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        Account account = accounts.find(said.account())
                .filter(named -> named.id().equals(caller.account()))
                .orElseThrow(() -> problem(
                        ProblemCode.ACCOUNT_UNKNOWN, "This token's account is not called '" + said.account() + "'."));
        BroughtEvidence evidence = said.noticeEvidence() == null
                ? null
                : evidence(said.noticeEvidence(), said.meeting().externalId());
        return switch (choices.choose(
                account.id(), said.kind(), said.meeting().host(), said.retention(), said.recordedUntil())) {
            case Choices.Chosen(String retentionClass, String goAt) ->
                new NewUpload(
                        account.id(),
                        caller.actor(),
                        said.meeting(),
                        said.kind(),
                        said.fileName(),
                        length,
                        said.recordedUntil(),
                        said.notice(),
                        new NewUpload.RetentionFacts(retentionClass, goAt),
                        said.hash(),
                        said.declaredType(),
                        evidence);
            case Choices.Refused(String explanation) -> throw problem(ProblemCode.RETENTION_OUT_OF_RANGE, explanation);
        };
    }

    private BroughtEvidence evidence(String json, String meeting) {
        try {
            return delivered.read(json, meeting);
        } catch (ApiProblem refused) {
            throw problem(refused.code(), String.valueOf(refused.getMessage()));
        }
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
    ResponseEntity<Void> head(Caller caller, @PathVariable String id, HttpServletRequest request) {
        requireVersion(request);
        caller.needs(Scope.UPLOAD);
        Upload upload = uploads.find(caller.account(), uploadId(id)).orElseThrow(TusHeaders::unknown);
        if (upload.gone()) {
            throw TusAnswers.gone();
        }
        var answer = ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(TusHeaders.RESUMABLE, TusHeaders.VERSION);
        // Of an upload that is being joined there is no offset before it is whole (tus 1.0.0, concatenation).
        if (upload.kind() != Kind.FINAL || upload.complete()) {
            answer.header(TusHeaders.OFFSET, Long.toString(upload.storedBytes()));
        }
        if (upload.lengthKnown()) {
            answer.header(TusHeaders.LENGTH, Long.toString(upload.length()));
        } else {
            answer.header(TusHeaders.DEFER_LENGTH, "1");
        }
        switch (upload.kind()) {
            case SINGLE -> answer.header(ITEM, upload.item().toString());
            case PARTIAL -> answer.header(TusHeaders.CONCAT, TusHeaders.PARTIAL);
            case FINAL ->
                answer.header(ITEM, upload.item().toString())
                        .header(
                                TusHeaders.CONCAT,
                                uploads.parts(upload).stream()
                                        .map(part -> TusHeaders.PATH + "/" + part)
                                        .collect(Collectors.joining(" ", TusHeaders.FINAL, "")));
        }
        return TusAnswers.expiring(answer, upload).build();
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.PATCH)
    ResponseEntity<Void> append(Caller caller, @PathVariable String id, HttpServletRequest request) throws IOException {
        requireVersion(request);
        caller.needs(Scope.UPLOAD);
        TusHeaders.requireBodyType(request);
        UploadId upload = uploadId(id);
        Portion portion = new Portion(
                TusHeaders.number(TusHeaders.OFFSET, request.getHeader(TusHeaders.OFFSET)),
                request.getContentLengthLong(),
                TusHeaders.toldLength(request),
                TusHeaders.checksum(request));
        long offset = TusAnswers.offset(uploads.append(caller.account(), upload, portion, request.getInputStream()));
        var answer = ResponseEntity.status(HttpStatus.NO_CONTENT)
                .header(TusHeaders.RESUMABLE, TusHeaders.VERSION)
                .header(TusHeaders.OFFSET, Long.toString(offset));
        uploads.find(caller.account(), upload).ifPresent(now -> TusAnswers.expiring(answer, now));
        return answer.build();
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.DELETE)
    ResponseEntity<Void> terminate(Caller caller, @PathVariable String id, HttpServletRequest request) {
        requireVersion(request);
        caller.needs(Scope.UPLOAD);
        return switch (uploads.terminate(caller.account(), uploadId(id), caller.actor())) {
            case Termination.Done done ->
                ResponseEntity.noContent()
                        .header(TusHeaders.RESUMABLE, TusHeaders.VERSION)
                        .build();
            case Termination.Busy busy ->
                throw problem(ProblemCode.UPLOAD_BUSY, "A request that sends to it could not be stopped just now.");
            case Termination.Unknown unknown -> throw unknown();
            case Termination.Gone gone -> throw TusAnswers.gone();
            case Termination.Kept kept ->
                throw problem(ProblemCode.STATE_CONFLICT, "The upload stays: " + kept.explanation() + ".");
        };
    }
}
