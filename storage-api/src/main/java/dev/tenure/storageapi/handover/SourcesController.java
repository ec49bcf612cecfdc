package dev.tenure.storageapi.handover;

import dev.tenure.catalog.Ids;
import dev.tenure.ingest.handover.work.Source;
import dev.tenure.ingest.handover.work.SourceId;
import dev.tenure.ingest.handover.work.Sources;
import dev.tenure.ingest.handover.work.Told;
import dev.tenure.retention.policy.Choices;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.edge.PublicAddress;
import dev.tenure.storageapi.handover.SourceBodies.HandOverPage;
import dev.tenure.storageapi.handover.SourceBodies.HandOverView;
import dev.tenure.storageapi.handover.SourceBodies.NewSource;
import dev.tenure.storageapi.handover.SourceBodies.SourceChange;
import dev.tenure.storageapi.handover.SourceBodies.SourcePage;
import dev.tenure.storageapi.handover.SourceBodies.SourceView;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The media servers whose recordings an account takes over, and what became of what they told of. */
@RestController
@RequestMapping("/api/v1/sources")
class SourcesController {

    private static final int PAGE = 50;

    private final Sources sources;
    private final Choices choices;
    private final PublicAddress address;
    private final Ids ids;
    private final InstantSource clock;

    SourcesController(Sources sources, Choices choices, PublicAddress address, Ids ids, InstantSource clock) {
        this.sources = sources;
        this.choices = choices;
        this.address = address;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping
    SourcePage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.ACCOUNT);
        List<Source> page = sources.page(caller.account(), after == null ? null : id(after), PAGE);
        return new SourcePage(
                page.stream().map(this::view).toList(),
                page.size() < PAGE ? null : page.getLast().id().toString());
    }

    @PostMapping
    ResponseEntity<SourceView> create(Caller caller, @RequestBody NewSource wish) {
        caller.needs(Scope.ACCOUNT);
        Source source = new Source(
                new SourceId(ids.next()),
                caller.account(),
                wish.adapter(),
                wish.name(),
                wish.settings() == null ? Map.of() : withoutNulls(wish.settings()),
                retention(caller, wish.retention()),
                zone(wish.zone() == null ? "UTC" : wish.zone()),
                wish.host(),
                deleting(caller, wish.deleteAfter()),
                !Boolean.FALSE.equals(wish.enabled()),
                1,
                clock.instant(),
                null,
                null,
                null);
        Map<String, String> secrets = wish.secrets() == null ? Map.of() : withoutNulls(wish.secrets());
        boolean made;
        try {
            made = sources.create(source, secrets, caller.actor());
        } catch (IllegalArgumentException unfit) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(unfit.getMessage()));
        }
        if (!made) {
            throw new ApiProblem(ProblemCode.STATE_CONFLICT, "The account has " + Sources.MOST + " sources already.");
        }
        return ResponseEntity.created(URI.create("/api/v1/sources/" + source.id()))
                .eTag(VersionTags.of(source.revision()))
                .body(view(source));
    }

    @GetMapping("/{id}")
    ResponseEntity<SourceView> detail(Caller caller, @PathVariable String id) {
        caller.needs(Scope.ACCOUNT);
        return shown(need(caller, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<SourceView> change(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody SourceChange wish) {
        caller.needs(Scope.ACCOUNT);
        Source now = need(caller, id);
        Source changed = new Source(
                now.id(),
                now.account(),
                now.adapter(),
                wish.name() == null ? now.name() : text("name", wish.name()),
                wish.settings() == null ? now.settings() : withoutNulls(wish.settings()),
                wish.retention() == null ? now.retention() : retention(caller, wish.retention()),
                wish.zone() == null ? now.zone() : zone(wish.zone()),
                wish.host() == null ? now.host() : text("host", wish.host()),
                wish.deleteAfter() == null ? now.deleteAfter() : deleting(caller, wish.deleteAfter()),
                wish.enabled() == null ? now.enabled() : wish.enabled(),
                now.revision(),
                now.createdAt(),
                now.lastHeardAt(),
                now.lastPullAt(),
                now.pullProblem());
        Map<String, @Nullable String> secrets = wish.secrets() == null ? Map.of() : wish.secrets();
        try {
            done(sources.change(changed, secrets, VersionTags.required(ifMatch), clock.instant(), caller.actor()));
        } catch (IllegalArgumentException unfit) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(unfit.getMessage()));
        }
        return shown(need(caller, id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        caller.needs(Scope.ACCOUNT);
        done(sources.delete(need(caller, id), VersionTags.expected(ifMatch), caller.actor()));
    }

    @GetMapping("/{id}/hand-overs")
    HandOverPage handOvers(
            Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.ACCOUNT);
        List<Told> page = sources.told(need(caller, id), after == null ? null : uuid(after), PAGE);
        return new HandOverPage(
                page.stream().map(HandOverView::of).toList(),
                page.size() < PAGE ? null : page.getLast().id().toString());
    }

    @PostMapping("/{id}/hand-overs/{handOver}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void retry(Caller caller, @PathVariable String id, @PathVariable String handOver) {
        caller.needs(Scope.ACCOUNT);
        if (!sources.retry(need(caller, id), uuid(handOver), clock.instant(), caller.actor())) {
            throw new ApiProblem(ProblemCode.NOT_FOUND, "There is no such hand-over that was given up.");
        }
    }

    private ResponseEntity<SourceView> shown(Source source) {
        return ResponseEntity.ok().eTag(VersionTags.of(source.revision())).body(view(source));
    }

    private SourceView view(Source source) {
        return SourceView.of(source, address.base());
    }

    private static void done(Sources.Change change) {
        switch (change) {
            case DONE -> {}
            case UNKNOWN -> throw unknown();
            case OUTDATED ->
                throw new ApiProblem(
                        ProblemCode.PRECONDITION_FAILED, "The source is another revision than If-Match names.");
        }
    }

    private Source need(Caller caller, String id) {
        return sources.find(caller.account(), id(id)).orElseThrow(SourcesController::unknown);
    }

    /** Files deleted elsewhere cannot be had again from there. */
    private static boolean deleting(Caller caller, @Nullable Boolean wish) {
        if (Boolean.TRUE.equals(wish)) {
            caller.needsFresh();
        }
        return Boolean.TRUE.equals(wish);
    }

    private @Nullable String retention(Caller caller, @Nullable String period) {
        if (period == null || period.isEmpty()) {
            return null;
        }
        if (choices.choose(caller.account(), period, clock.instant()) instanceof Choices.Refused(String explanation)) {
            throw new ApiProblem(ProblemCode.RETENTION_OUT_OF_RANGE, explanation);
        }
        return period;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'zone' is no time zone such as Europe/Berlin.");
        }
    }

    private static String text(String field, String value) {
        try {
            Given.text(field, value);
            return value;
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "The body does not fit: " + e.getMessage() + ".");
        }
    }

    private static Map<String, String> withoutNulls(Map<String, String> texts) {
        if (texts.values().stream().anyMatch(Objects::isNull)) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "The body does not fit: a setting is null; leave it out.");
        }
        return texts;
    }

    private static SourceId id(String text) {
        try {
            return SourceId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.NOT_FOUND, "There is no such hand-over.");
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such source.");
    }
}
