package dev.tenure.storageapi.items;

import dev.tenure.catalog.Item;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.Quarantine.Outcome;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a person settles, by name and with a reason, so that an item may go on. */
@RestController
@RequestMapping("/api/v1/items/{id}")
class QuarantineController {

    private final AccountItems items;
    private final Quarantine quarantine;

    QuarantineController(AccountItems items, Quarantine quarantine) {
        this.items = items;
        this.quarantine = quarantine;
    }

    /**
     * When the recording ended.
     *
     * @param recordedUntil an instant such as 2026-03-28T22:30:00Z
     * @param reason why that is believed; it stays in the trail
     */
    record AnchorRequest(String recordedUntil, String reason) {

        AnchorRequest {
            Given.text("recordedUntil", recordedUntil);
            Given.text("reason", reason);
        }
    }

    /**
     * What is taken as it is.
     *
     * @param reason why; it stays in the trail
     */
    record WaiveRequest(List<QuarantineCause> causes, String reason) {

        WaiveRequest {
            Given.list("causes", causes);
            Given.text("reason", reason);
        }
    }

    @PutMapping("/recorded-until")
    ResponseEntity<Void> correct(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody AnchorRequest wish) {
        Item item = needed(caller, id);
        return answer(quarantine.correctAnchor(
                item.account(),
                item.id(),
                instant(wish.recordedUntil()),
                wish.reason(),
                VersionTags.expected(ifMatch),
                caller.actor()));
    }

    @PostMapping("/quarantine/waive")
    ResponseEntity<Void> waive(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody WaiveRequest wish) {
        Item item = needed(caller, id);
        if (wish.causes().isEmpty()) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'causes' must name at least one.");
        }
        Set<QuarantineCause> causes = EnumSet.copyOf(wish.causes());
        return answer(quarantine.waive(
                item.account(), item.id(), causes, wish.reason(), VersionTags.expected(ifMatch), caller.actor()));
    }

    /** An officer, there in person: a host may not decide what speaks against their own recording, nor may a program. */
    private Item needed(Caller caller, String id) {
        Item item = items.needToChange(caller, id);
        if (caller.person().isEmpty() || caller.changesOnlyItemsOf() != null) {
            throw new ApiProblem(ProblemCode.PERSON_NEEDED, "A privacy officer settles this, signed in as themselves.");
        }
        caller.needsFresh();
        return item;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ApiProblem(
                    ProblemCode.BAD_REQUEST, "'recordedUntil' must be an instant such as 2026-03-28T22:30:00Z.");
        }
    }

    private static ResponseEntity<Void> answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled settled -> ResponseEntity.noContent().build();
            case Outcome.Impossible(String explanation) ->
                throw new ApiProblem(ProblemCode.STATE_CONFLICT, explanation);
            case Outcome.Outdated outdated -> throw AccountItems.outdated();
        };
    }
}
