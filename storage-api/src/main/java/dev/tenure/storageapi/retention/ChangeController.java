package dev.tenure.storageapi.retention;

import dev.tenure.catalog.Expected;
import dev.tenure.catalog.PersonId;
import dev.tenure.retention.change.Change;
import dev.tenure.retention.change.ChangeId;
import dev.tenure.retention.change.Changes;
import dev.tenure.retention.change.Preview;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Changes of the rules for what is there already: proposed by one person, approved by another, in force days later. */
@RestController
@RequestMapping("/api/v1/retention/changes")
class ChangeController {

    /** Changes on a page. */
    private static final int PAGE = 50;

    private final Changes changes;
    private final VersionTags tags;
    private final InstantSource clock;

    ChangeController(Changes changes, VersionTags tags, InstantSource clock) {
        this.changes = changes;
        this.tags = tags;
        this.clock = clock;
    }

    /**
     * What a proposer saw, as the simulation's {@code preview} said it.
     *
     * @param digest of all that and the rules that were simulated
     */
    record SeenPreview(
            @Nullable Instant askedAt,
            @Nullable Long items,
            @Nullable Long bytes,
            @Nullable Long itemsAtOnce,
            String digest) {

        SeenPreview {
            Given.text("digest", digest);
        }

        Preview preview() {
            if (askedAt == null || items == null || bytes == null || itemsAtOnce == null) {
                throw new ApiProblem(ProblemCode.BAD_REQUEST, "'preview' must be what the simulation answered.");
            }
            return new Preview(askedAt, items, bytes, itemsAtOnce, digest);
        }
    }

    /**
     * A proposal that the rules in force bind what is there.
     *
     * @param reason stays in the trail
     */
    record ChangeProposal(@Nullable SeenPreview preview, String reason) {

        ChangeProposal {
            Given.text("reason", reason);
        }
    }

    /**
     * Why a change is taken back.
     *
     * @param reason stays in the trail
     */
    record ChangeRevocation(String reason) {

        ChangeRevocation {
            Given.text("reason", reason);
        }
    }

    /**
     * A change.
     *
     * @param rulesRevision of the rules that are to bind what is there
     * @param items that were to go sooner, as its proposer saw it
     * @param takesEffectAt when it binds, or did; absent until somebody approved
     */
    record ChangeView(
            String id,
            Change.Standing standing,
            int rulesRevision,
            String reason,
            long items,
            long bytes,
            long itemsAtOnce,
            String preview,
            String proposedBy,
            Instant proposedAt,
            @Nullable String approvedBy,
            @Nullable Instant approvedAt,
            @Nullable Instant takesEffectAt,
            @Nullable String revokedBy,
            @Nullable Instant revokedAt,
            @Nullable String revokeReason) {

        static ChangeView of(Change change, Instant now) {
            Change.Approval approval = change.approval();
            Change.Revocation revocation = change.revocation();
            return new ChangeView(
                    change.id().toString(),
                    change.standingAt(now),
                    change.rulesRevision(),
                    change.reason(),
                    change.seen().items(),
                    change.seen().bytes(),
                    change.seen().itemsAtOnce(),
                    change.seen().digest(),
                    change.proposedBy().toString(),
                    change.proposedAt(),
                    approval == null ? null : approval.by().toString(),
                    approval == null ? null : approval.at(),
                    approval == null ? null : approval.takesEffectAt(),
                    revocation == null ? null : revocation.by(),
                    revocation == null ? null : revocation.at(),
                    revocation == null ? null : revocation.reason());
        }
    }

    /**
     * A page of changes, the newest first.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record ChangePage(List<ChangeView> changes, @Nullable String next) {}

    /** Ends the request unless the caller sets rules, or answers for the people who were recorded. */
    static void needsOfficer(Caller caller) {
        if (!caller.has(Scope.HOLD)) {
            caller.needs(Scope.RULE);
        }
    }

    @GetMapping
    ChangePage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        needsReader(caller);
        ChangeId before = after == null ? null : need(caller, after).id();
        Instant now = clock.instant();
        List<ChangeView> page = changes.page(caller.account(), before, PAGE).stream()
                .map(change -> ChangeView.of(change, now))
                .toList();
        return new ChangePage(page, page.size() < PAGE ? null : page.getLast().id());
    }

    @GetMapping("/{id}")
    ResponseEntity<ChangeView> find(Caller caller, @PathVariable String id) {
        needsReader(caller);
        return answer(need(caller, id));
    }

    @PostMapping
    ResponseEntity<ChangeView> propose(
            Caller caller,
            @Parameter(description = "ETag of the rules in force, which are to bind what is there; others answer 412.")
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody ChangeProposal wish) {
        caller.needs(Scope.RULE).needsFresh();
        Expected rules = VersionTags.required(ifMatch);
        PersonId proposer = person(caller);
        SeenPreview seen = wish.preview();
        if (seen == null) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'preview' must be what the simulation answered.");
        }
        Change made = done(changes.propose(caller.account(), rules, seen.preview(), wish.reason(), proposer));
        return answer(ResponseEntity.created(URI.create("/api/v1/retention/changes/" + made.id())), made);
    }

    @PostMapping("/{id}/approve")
    ResponseEntity<ChangeView> approve(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        needsOfficer(caller);
        caller.needsFresh();
        ChangeId change = need(caller, id).id();
        Expected expected = VersionTags.required(ifMatch);
        return answer(done(changes.approve(caller.account(), change, expected, person(caller))));
    }

    @PostMapping("/{id}/revoke")
    ResponseEntity<ChangeView> revoke(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody ChangeRevocation wish) {
        needsOfficer(caller);
        ChangeId change = need(caller, id).id();
        Expected expected = VersionTags.required(ifMatch);
        return answer(done(changes.revoke(caller.account(), change, expected, wish.reason(), caller.actor())));
    }

    private static void needsReader(Caller caller) {
        if (!caller.has(Scope.TRAIL)) {
            needsOfficer(caller);
        }
    }

    private static PersonId person(Caller caller) {
        return caller.person()
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.PERSON_NEEDED,
                        "Two people decide this, each by name; a program is nobody of them."))
                .id();
    }

    private static Change done(Changes.Outcome outcome) {
        return switch (outcome) {
            case Changes.Done(Change change) -> change;
            case Changes.Outdated outdated ->
                throw new ApiProblem(ProblemCode.PRECONDITION_FAILED, "It is another revision than those in If-Match.");
            case Changes.PreviewAgain(String cause) -> throw new ApiProblem(ProblemCode.PREVIEW_OUTDATED, cause);
            case Changes.SamePerson samePerson ->
                throw new ApiProblem(
                        ProblemCode.SECOND_PERSON_NEEDED, "Whoever proposed a change does not approve it.");
            case Changes.Impossible(String cause) -> throw new ApiProblem(ProblemCode.STATE_CONFLICT, cause);
        };
    }

    private ResponseEntity<ChangeView> answer(Change change) {
        return answer(ResponseEntity.ok(), change);
    }

    /** How it stands moves with time alone, so the tag is of what is shown. */
    private ResponseEntity<ChangeView> answer(ResponseEntity.BodyBuilder builder, Change change) {
        ChangeView view = ChangeView.of(change, clock.instant());
        return builder.eTag(tags.of(change.revision(), view)).body(view);
    }

    private Change need(Caller caller, String id) {
        try {
            return changes.find(caller.account(), ChangeId.of(id)).orElseThrow(ChangeController::unknown);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such change.");
    }
}
