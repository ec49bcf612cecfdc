package dev.tenure.storageapi.processing;

import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.catalog.processing.Remake;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import dev.tenure.transcode.job.Steering;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the processing of one item is, and what may be wished of it. Every wish answers how it stands then. */
@RestController
@RequestMapping("/api/v1/items/{id}/processing")
class ProcessingController {

    private final AccountItems items;
    private final Processings processings;
    private final Steering steering;
    private final ProcessingViews views;
    private final VersionTags tags;

    ProcessingController(
            AccountItems items, Processings processings, Steering steering, ProcessingViews views, VersionTags tags) {
        this.items = items;
        this.processings = processings;
        this.steering = steering;
        this.views = views;
        this.tags = tags;
    }

    /** What of a READY recording is made anew: POSTER or PLAYLIST; all of it where it is not said. */
    record RetryRequest(@Nullable Remake only) {}

    /** LOW, NORMAL or HIGH. */
    record PriorityRequest(@Nullable Priority priority) {}

    @GetMapping
    @Operation(summary = "How far the processing is, what it waits for, and what came of it so far")
    ResponseEntity<ProcessingView> processing(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        return answer(caller, items.need(caller, id).id());
    }

    @PostMapping("/cancel")
    @Operation(summary = "Call it off; what is there stays, and nothing starts it again but a retry")
    ResponseEntity<ProcessingView> cancel(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        Item item = items.needToProcess(caller, id);
        Expected expected = VersionTags.expected(ifMatch);
        return answer(caller, item, steering.cancel(item.id(), expected, caller.actor()));
    }

    @PostMapping("/retry")
    @Operation(summary = "Begin anew: after a failure or a cancel, at once instead of later, or of what is READY")
    ResponseEntity<ProcessingView> retry(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody(required = false) @Nullable RetryRequest wish) {
        Item item = items.needToProcess(caller, id);
        Remake only = wish == null ? null : wish.only();
        Expected expected = VersionTags.expected(ifMatch);
        return answer(caller, item, steering.retry(item.id(), only, expected, caller.actor()));
    }

    @PutMapping("/priority")
    @Operation(summary = "Move it forward or back in the order of waiting")
    ResponseEntity<ProcessingView> prioritise(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody PriorityRequest wish) {
        Item item = items.needToProcess(caller, id);
        if (wish.priority() == null) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'priority' must be LOW, NORMAL or HIGH.");
        }
        Expected expected = VersionTags.expected(ifMatch);
        return answer(caller, item, steering.prioritise(item.id(), wish.priority(), expected, caller.actor()));
    }

    private ResponseEntity<ProcessingView> answer(Caller caller, Item item, Steering.Outcome outcome) {
        return switch (outcome) {
            case Steering.Outcome.Done done -> answer(caller, item.id());
            case Steering.Outcome.Impossible(String explanation) ->
                throw new ApiProblem(ProblemCode.STATE_CONFLICT, explanation);
            case Steering.Outcome.Outdated outdated -> throw AccountItems.outdated();
        };
    }

    private ResponseEntity<ProcessingView> answer(Caller caller, ItemId item) {
        Processing processing = processings.find(item).orElseThrow(AccountItems::unknown);
        ProcessingView view = views.of(caller, List.of(processing)).getFirst();
        return ResponseEntity.ok().eTag(tags.of(processing.revision(), view)).body(view);
    }
}
