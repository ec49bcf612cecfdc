package dev.tenure.storageapi.tus;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.ingest.Appending;
import dev.tenure.ingest.Creation;
import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.Upload;
import dev.tenure.ingest.UploadId;
import dev.tenure.ingest.Uploads;
import dev.tenure.retention.policy.Choices;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Uploads by tus 1.0.0: core and the creation extension. */
@RestController
@RequestMapping("/api/v1/uploads")
class TusController {

    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    private static final String BODY_TYPE = "application/offset+octet-stream";

    private final Uploads uploads;
    private final Accounts accounts;
    private final Choices choices;

    TusController(Uploads uploads, Accounts accounts, Choices choices) {
        this.uploads = uploads;
        this.accounts = accounts;
        this.choices = choices;
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options() {
        return ResponseEntity.noContent()
                .header(RESUMABLE, VERSION)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation")
                .header("Tus-Max-Size", Long.toString(uploads.maxSize()))
                .build();
    }

    @RequestMapping(method = RequestMethod.POST)
    ResponseEntity<Void> create(
            Caller caller,
            @RequestHeader(name = RESUMABLE, required = false) @Nullable String version,
            @RequestHeader(name = LENGTH, required = false) @Nullable String length,
            @RequestHeader(name = "Upload-Metadata", required = false) @Nullable String metadata) {
        requireVersion(version);
        caller.needs(Scope.UPLOAD);
        NewUpload wish = wish(caller, number(LENGTH, length), metadata);
        return switch (uploads.create(wish)) {
            case Creation.Created(Upload upload) ->
                ResponseEntity.created(URI.create("/api/v1/uploads/" + upload.id()))
                        .header(RESUMABLE, VERSION)
                        .header("Tenure-Item", upload.item().toString())
                        .build();
            case Creation.Refused(Creation.Reason reason, String explanation) ->
                throw problem(
                        switch (reason) {
                            case TOO_LARGE -> ProblemCode.UPLOAD_TOO_LARGE;
                            case EMPTY -> ProblemCode.UPLOAD_EMPTY;
                            case BAD_DESCRIPTION -> ProblemCode.BAD_REQUEST;
                        },
                        explanation);
        };
    }

    private NewUpload wish(Caller caller, long length, @Nullable String metadata) {
        UploadDescription said;
        try {
            said = UploadDescription.read(UploadMetadata.parse(metadata));
        } catch (IllegalArgumentException e) {
            throw problem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        Account account = accounts.find(said.account())
                .filter(named -> named.id().equals(caller.account()))
                .orElseThrow(() -> problem(
                        ProblemCode.ACCOUNT_UNKNOWN, "This token's account is not called '" + said.account() + "'."));
        return switch (choices.choose(account.id(), said.retention(), said.recordedUntil())) {
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
                        said.declaredType());
            case Choices.Refused(String explanation) -> throw problem(ProblemCode.RETENTION_OUT_OF_RANGE, explanation);
        };
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
    ResponseEntity<Void> head(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = RESUMABLE, required = false) @Nullable String version) {
        requireVersion(version);
        caller.needs(Scope.UPLOAD);
        Upload upload = uploads.find(caller.account(), uploadId(id)).orElseThrow(TusController::unknown);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(RESUMABLE, VERSION)
                .header(OFFSET, Long.toString(upload.storedBytes()))
                .header(LENGTH, Long.toString(upload.length()))
                .header("Tenure-Item", upload.item().toString())
                .build();
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.PATCH)
    ResponseEntity<Void> append(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = RESUMABLE, required = false) @Nullable String version,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable String contentType,
            @RequestHeader(name = OFFSET, required = false) @Nullable String offset,
            HttpServletRequest request)
            throws IOException {
        requireVersion(version);
        caller.needs(Scope.UPLOAD);
        if (!BODY_TYPE.equals(contentType)) {
            throw problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must be " + BODY_TYPE + ".");
        }
        Appending outcome = uploads.append(
                caller.account(),
                uploadId(id),
                number(OFFSET, offset),
                request.getContentLengthLong(),
                request.getInputStream());
        return switch (outcome) {
            case Appending.Stored stored -> advanced(HttpStatus.NO_CONTENT, stored.offset());
            case Appending.WrongOffset wrong ->
                throw problem(ProblemCode.UPLOAD_OFFSET, "The upload stands at offset " + wrong.offset() + ".");
            case Appending.TooLong tooLong ->
                throw problem(
                        ProblemCode.UPLOAD_TOO_LARGE, "The upload was announced with " + tooLong.length() + " bytes.");
            case Appending.Busy busy -> throw problem(ProblemCode.UPLOAD_BUSY, "Only one request may send at a time.");
            case Appending.Unknown unknown -> throw unknown();
            case Appending.CutOff cut ->
                throw problem(ProblemCode.UPLOAD_CUT_OFF, "Stored up to offset " + cut.offset() + ".");
        };
    }

    private static ResponseEntity<Void> advanced(HttpStatus status, long offset) {
        return ResponseEntity.status(status)
                .header(RESUMABLE, VERSION)
                .header(OFFSET, Long.toString(offset))
                .build();
    }

    private static void requireVersion(@Nullable String version) {
        if (!VERSION.equals(version)) {
            throw problem(ProblemCode.TUS_VERSION, "This server speaks tus " + VERSION + ".")
                    .with(Map.of("Tus-Version", VERSION));
        }
    }

    private static long number(String header, @Nullable String text) {
        if (text == null || !text.matches("\\d{1,18}")) {
            throw problem(ProblemCode.BAD_REQUEST, header + " must be a number of bytes, 0 or more.");
        }
        return Long.parseLong(text);
    }

    private static UploadId uploadId(String text) {
        try {
            return UploadId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return problem(ProblemCode.NOT_FOUND, "There is no such upload, or it expired unfinished.");
    }

    private static ApiProblem problem(ProblemCode code, String detail) {
        return new ApiProblem(code, detail).with(Map.of(RESUMABLE, VERSION));
    }
}
