package dev.tenure.storageapi.trail;

import dev.tenure.catalog.Trail;
import dev.tenure.catalog.trail.SignedHead;
import dev.tenure.catalog.trail.TrailProofs;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail of an account, and proofs. Of other accounts nothing is shown but hashes. */
@RestController
@RequestMapping("/api/v1/trail")
class TrailController {

    private final Trail trail;
    private final TrailProofs proofs;

    TrailController(Trail trail, TrailProofs proofs) {
        this.trail = trail;
        this.proofs = proofs;
    }

    @GetMapping
    TrailPage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        auditor(caller);
        return TrailPage.of(trail.page(caller.account(), TrailPage.after(after), TrailPage.SIZE));
    }

    @GetMapping(path = "/head", produces = MediaType.APPLICATION_JSON_VALUE)
    String head(Caller caller) {
        auditor(caller);
        return proofs.head()
                .map(SignedHead::text)
                .orElseThrow(() -> new ApiProblem(ProblemCode.NOT_FOUND, "Nothing has been signed yet."));
    }

    @GetMapping(path = "/entries/{sequence}/proof", produces = MediaType.APPLICATION_JSON_VALUE)
    String proof(Caller caller, @PathVariable String sequence) {
        auditor(caller);
        return switch (proofs.inclusion(caller.account(), TrailPage.sequence(sequence))) {
            case TrailProofs.Inclusion.Proven(String json) -> json;
            case TrailProofs.Inclusion.Unknown() -> throw TrailPage.unknown();
            case TrailProofs.Inclusion.Pending() ->
                throw new ApiProblem(
                        ProblemCode.NOT_FOUND, "The entry is not in a signed tree yet; it will be within seconds.");
        };
    }

    /** Between two sizes that were signed; without {@code to}, up to the latest. */
    @GetMapping(path = "/consistency", produces = MediaType.APPLICATION_JSON_VALUE)
    String consistency(Caller caller, @RequestParam String from, @RequestParam(required = false) @Nullable String to) {
        auditor(caller);
        long last = to == null ? proofs.head().map(head -> head.head().size()).orElse(0L) : TrailPage.sequence(to);
        return proofs.consistency(TrailPage.sequence(from), last)
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.NOT_FOUND, "These are no two sizes that were signed, the smaller one first."));
    }

    /** Who may know of one person's items only may not read of all of them here. */
    private static void auditor(Caller caller) {
        caller.needs(Scope.TRAIL);
        if (caller.onlyItemsOf() != null) {
            throw new ApiProblem(ProblemCode.SCOPE_MISSING, "The trail of the whole account is not for hosts.");
        }
    }
}
