package dev.tenure.storageapi.retention;

import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.destruction.Certificates;
import dev.tenure.retention.paper.Papers;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is decided of one item, and what its host can change. */
@RestController
@RequestMapping("/api/v1/items/{id}")
class ItemRetentionController {

    private static final String AT =
            "For which instant: of the past, as it was decided then; to come, as it will be if nothing else changes. Now where absent.";

    private final AccountItems items;
    private final ItemDecisions decisions;
    private final Choices choices;
    private final Trash trash;
    private final Certificates certificates;
    private final RuleSets rules;
    private final InstantSource clock;

    ItemRetentionController(
            AccountItems items,
            ItemDecisions decisions,
            Choices choices,
            Trash trash,
            Certificates certificates,
            RuleSets rules,
            InstantSource clock) {
        this.items = items;
        this.decisions = decisions;
        this.choices = choices;
        this.trash = trash;
        this.certificates = certificates;
        this.rules = rules;
        this.clock = clock;
    }

    /** A host's wish: an ISO 8601 period such as P30D. */
    record ChoiceRequest(String period) {

        ChoiceRequest {
            Given.text("period", period);
        }
    }

    /** A label of the account's rules. */
    record LabelRequest(String name) {

        LabelRequest {
            Given.text("name", name);
        }
    }

    @GetMapping("/explain")
    ExplanationView explain(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = AT) @RequestParam(required = false) @Nullable String at) {
        caller.needs(Scope.READ);
        Item item = items.need(caller, id);
        Instant asked = at == null ? clock.instant() : instant(at);
        if (asked.isBefore(item.createdAt()) && asked.isBefore(clock.instant())) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "The item was not there yet at " + asked + ".");
        }
        return explanation(item, asked);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'at' must be an instant such as 2026-04-27T22:00:00Z.");
        }
    }

    private ExplanationView explanation(Item item, Instant at) {
        return decisions
                .outlook(item, at)
                .map(ExplanationView::of)
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.STATE_CONFLICT,
                        "The end of the recording is not known, so nothing can be counted; the item is kept."));
    }

    @PutMapping("/retention")
    ExplanationView choose(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody ChoiceRequest wish) {
        Item item = items.needToChange(caller, id);
        Expected expected = VersionTags.expected(ifMatch);
        return chosen(
                caller,
                id,
                choices.change(caller.account(), item.id(), wish.period(), expected, caller.actor()),
                ProblemCode.RETENTION_OUT_OF_RANGE);
    }

    @PutMapping("/label")
    ExplanationView label(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody LabelRequest wish) {
        return labelled(caller, id, ifMatch, wish.name());
    }

    /** Of an item without a label nothing changes. */
    @DeleteMapping("/label")
    ExplanationView unlabel(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        return labelled(caller, id, ifMatch, null);
    }

    private ExplanationView labelled(Caller caller, String id, @Nullable String ifMatch, @Nullable String name) {
        Item item = items.needToChange(caller, id);
        Expected expected = VersionTags.expected(ifMatch);
        return chosen(
                caller,
                id,
                choices.label(caller.account(), item.id(), name, expected, caller.actor()),
                ProblemCode.STATE_CONFLICT);
    }

    private ExplanationView chosen(Caller caller, String id, Choices.Change change, ProblemCode refused) {
        return switch (change) {
            case Choices.Chosen chosen -> explanation(items.need(caller, id), clock.instant());
            case Choices.Refused(String explanation) -> throw new ApiProblem(refused, explanation);
            case Choices.UnknownLabel(String explanation) ->
                throw new ApiProblem(ProblemCode.LABEL_UNKNOWN, explanation);
            case Choices.Outdated outdated -> throw AccountItems.outdated();
        };
    }

    @PostMapping("/trash")
    ResponseEntity<Void> trash(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        Item item = items.needToChange(caller, id);
        return changed(
                trash.put(item, VersionTags.expected(ifMatch), caller.actor()),
                "An item that is " + item.state() + " cannot be trashed.");
    }

    @PostMapping("/restore")
    ResponseEntity<Void> restore(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        Item item = items.needToChange(caller, id);
        return changed(
                trash.restore(item, VersionTags.expected(ifMatch), caller.actor()),
                "The item is " + item.state() + ", not in the trash.");
    }

    private static ResponseEntity<Void> changed(Trash.Outcome outcome, String impossible) {
        return switch (outcome) {
            case DONE -> ResponseEntity.noContent().build();
            case OUTDATED -> throw AccountItems.outdated();
            case IMPOSSIBLE -> throw new ApiProblem(ProblemCode.STATE_CONFLICT, impossible);
        };
    }

    @GetMapping(path = "/certificate", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> certificate(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        Item item = items.need(caller, id);
        return ResponseEntity.ok(certificates
                .find(caller.account(), item.id())
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.NOT_FOUND,
                        "The item is " + item.state() + "; a certificate exists once it is proven gone.")));
    }

    /** The same on a page that people read; the signed document is attached to it, and stays the truth. */
    @GetMapping(path = "/certificate.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    byte[] certificatePage(Caller caller, @PathVariable String id) {
        String signed = Objects.requireNonNull(certificate(caller, id).getBody());
        return Papers.certificate(signed, rules.current(caller.account()).zone());
    }
}
