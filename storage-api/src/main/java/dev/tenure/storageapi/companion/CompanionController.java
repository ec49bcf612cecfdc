package dev.tenure.storageapi.companion;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.ingest.Appending;
import dev.tenure.ingest.Creation;
import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.Portion;
import dev.tenure.ingest.Upload;
import dev.tenure.ingest.Uploads;
import dev.tenure.retention.policy.Choices;
import dev.tenure.storageapi.edge.WholeBody;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What belongs to a meeting that is known, several in one request: each part of a form is an item, and the part's name is its kind. They take over
 * anchor, retention, notice and holds of the meeting's recording.
 */
@RestController
class CompanionController {

    /** The longest file name kept, in characters. */
    private static final int MAX_FILE_NAME = 255;

    private final Meetings meetings;
    private final Uploads uploads;
    private final Items items;
    private final Choices choices;

    CompanionController(Meetings meetings, Uploads uploads, Items items, Choices choices) {
        this.meetings = meetings;
        this.uploads = uploads;
        this.items = items;
        this.choices = choices;
    }

    /** The items that were made, in the order of the parts. */
    record CompanionsView(List<CompanionView> items) {}

    /** One of them. */
    record CompanionView(String id, ItemKind kind, String fileName, ItemState state) {}

    @Operation(
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "Parts called transcript, chat, file or whiteboard, each a file.",
                            content =
                                    @Content(
                                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                            schema = @Schema(type = "object"))))
    @PostMapping("/api/v1/companions")
    ResponseEntity<CompanionsView> take(
            Caller caller, @RequestParam(required = false) @Nullable String meetingId, HttpServletRequest request) {
        caller.needs(Scope.UPLOAD);
        if (meetingId == null) {
            throw new ApiProblem(
                    ProblemCode.BAD_REQUEST, "'meetingId' is missing: the media server's id of the meeting.");
        }
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
            throw new ApiProblem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be " + MediaType.MULTIPART_FORM_DATA_VALUE + ".");
        }
        Meeting meeting = meetings.find(caller.account(), meetingId)
                .orElseThrow(() -> new ApiProblem(ProblemCode.NOT_FOUND, "There is no such meeting."));
        List<NewUpload> wishes = new ArrayList<>();
        List<FormParts.Part> parts = parts(request);
        for (FormParts.Part part : parts) {
            wishes.add(wish(caller, meeting, part));
        }
        List<CompanionView> made = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            made.add(take(wishes.get(i), parts.get(i)));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(new CompanionsView(made));
    }

    private static List<FormParts.Part> parts(HttpServletRequest request) {
        byte[] body = request instanceof WholeBody whole ? whole.bytes() : new byte[0];
        try {
            List<FormParts.Part> parts = FormParts.read(request.getContentType(), body);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("the form has no parts");
            }
            return parts;
        } catch (IllegalArgumentException unreadable) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "The form cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    private NewUpload wish(Caller caller, Meeting meeting, FormParts.Part part) {
        ItemKind kind = kind(part.name());
        if (!part.content().hasRemaining()) {
            throw new ApiProblem(ProblemCode.UPLOAD_EMPTY, "A part of kind " + kind + " is empty; nothing was kept.");
        }
        return switch (choices.choose(caller.account(), kind, meeting.host(), null, meeting.endsAt())) {
            case Choices.Chosen(String retentionClass, String goAt) ->
                new NewUpload(
                        caller.account(),
                        caller.actor(),
                        described(meeting),
                        kind,
                        fileName(part.fileName(), kind),
                        part.content().remaining(),
                        meeting.endsAt(),
                        null,
                        new NewUpload.RetentionFacts(retentionClass, goAt),
                        null,
                        part.type(),
                        null);
            case Choices.Refused(String explanation) ->
                throw new ApiProblem(ProblemCode.RETENTION_OUT_OF_RANGE, explanation);
        };
    }

    private static ItemKind kind(String name) {
        for (ItemKind kind : ItemKind.values()) {
            if (kind != ItemKind.RECORDING && kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw new ApiProblem(
                ProblemCode.BAD_REQUEST,
                "Each part must be called transcript, chat, file or whiteboard; nothing was kept.");
    }

    /** Kept for showing only. */
    private static String fileName(String text, ItemKind kind) {
        String clean = text.replaceAll("\\p{Cntrl}", "").strip();
        String name = clean.isEmpty() ? kind.name().toLowerCase(Locale.ROOT) : clean;
        return name.length() > MAX_FILE_NAME ? name.substring(0, MAX_FILE_NAME) : name;
    }

    private static NewMeeting described(Meeting meeting) {
        return new NewMeeting(
                meeting.externalId(),
                meeting.title(),
                meeting.startsAt(),
                meeting.endsAt(),
                meeting.zone(),
                meeting.host(),
                meeting.participants());
    }

    private CompanionView take(NewUpload wish, FormParts.Part part) {
        return switch (uploads.create(wish)) {
            case Creation.Created(Upload upload) -> sent(upload, wish, part);
            case Creation.Refused(Creation.Reason reason, String explanation) ->
                throw new ApiProblem(
                        switch (reason) {
                            case OVER_QUOTA -> ProblemCode.UPLOAD_QUOTA;
                            case NO_NOTICE -> ProblemCode.NOTICE_NEEDED;
                            case TOO_LARGE -> ProblemCode.UPLOAD_TOO_LARGE;
                            case EMPTY -> ProblemCode.UPLOAD_EMPTY;
                            case EVIDENCE_REFUSED -> ProblemCode.EVIDENCE_REFUSED;
                            case BAD_DESCRIPTION, PART_UNKNOWN, PART_UNFIT -> ProblemCode.BAD_REQUEST;
                        },
                        explanation);
        };
    }

    private CompanionView sent(Upload upload, NewUpload wish, FormParts.Part part) {
        byte[] content = new byte[part.content().remaining()];
        part.content().duplicate().get(content);
        Appending outcome = uploads.append(
                upload.account(), upload.id(), Portion.at(0, content.length), new ByteArrayInputStream(content));
        if (!(outcome instanceof Appending.Stored)) {
            throw new IllegalStateException("bytes that are all here were not taken: " + outcome);
        }
        return new CompanionView(
                upload.item().toString(),
                wish.kind(),
                wish.fileName(),
                items.find(upload.item()).orElseThrow().state());
    }
}
