package dev.tenure.storageapi.retention;

import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.destruction.SweepRun;
import dev.tenure.retention.destruction.SweepRun.RunItem;
import dev.tenure.retention.destruction.SweepRuns;
import dev.tenure.retention.paper.Papers;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs of sweeps: what each was going to take, what became of it, and its report. */
@RestController
@RequestMapping("/api/v1/retention/runs")
class SweepRunController {

    /** Runs, or items of one, on a page. */
    private static final int PAGE = 50;

    private final Sweep sweep;
    private final SweepRuns runs;
    private final RuleSets rules;

    SweepRunController(Sweep sweep, SweepRuns runs, RuleSets rules) {
        this.sweep = sweep;
        this.runs = runs;
        this.rules = rules;
    }

    /**
     * A plan to see.
     *
     * @param preview must be true: runs that destroy begin by the schedule, and ask where something is unusual
     */
    record SweepRunRequest(@Nullable Boolean preview) {

        SweepRunRequest {
            if (!Boolean.TRUE.equals(preview)) {
                throw new IllegalArgumentException("preview must be true: what destroys begins by the schedule");
            }
        }
    }

    /**
     * A run.
     *
     * @param preview a plan that somebody wanted to see; it never runs
     * @param sweptAt since when all keys are destroyed that were to be
     * @param destroyed items whose key is destroyed
     * @param proven those of them that have a certificate
     * @param deferred items that stay
     */
    record SweepRunView(
            UUID id,
            SweepRun.State state,
            boolean preview,
            SweepRun.Plan plan,
            @Nullable Instant startedAt,
            @Nullable Instant sweptAt,
            @Nullable Instant endedAt,
            long destroyed,
            long proven,
            long deferred,
            @Nullable String cause) {

        static SweepRunView of(SweepRun run) {
            return new SweepRunView(
                    run.id(),
                    run.state(),
                    run.preview(),
                    run.plan(),
                    run.startedAt(),
                    run.sweptAt(),
                    run.endedAt(),
                    run.destroyed(),
                    run.proven(),
                    run.deferred(),
                    run.cause());
        }
    }

    /**
     * A page of runs, the newest first.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record SweepRunPage(List<SweepRunView> runs, @Nullable String next) {}

    /**
     * A page of a run's items, in order of their ids.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record SweepRunItems(List<RunItem> items, @Nullable String next) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    SweepRunView preview(Caller caller, @RequestBody SweepRunRequest wish) {
        caller.needs(Scope.RULE);
        return SweepRunView.of(sweep.preview(caller.account()));
    }

    @GetMapping
    SweepRunPage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        mayLook(caller);
        UUID before = after == null ? null : need(caller, after).id();
        List<SweepRunView> page = runs.page(caller.account(), before, PAGE).stream()
                .map(SweepRunView::of)
                .toList();
        return new SweepRunPage(
                page, page.size() < PAGE ? null : page.getLast().id().toString());
    }

    @GetMapping("/{id}")
    SweepRunView find(Caller caller, @PathVariable String id) {
        mayLook(caller);
        return SweepRunView.of(need(caller, id));
    }

    @GetMapping("/{id}/items")
    SweepRunItems items(
            Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String after) {
        mayLook(caller);
        SweepRun run = need(caller, id);
        List<RunItem> page = runs.items(caller.account(), run.id(), after == null ? null : uuid(after), PAGE);
        return new SweepRunItems(
                page, page.size() < PAGE ? null : page.getLast().item().toString());
    }

    @GetMapping(path = "/{id}/report", produces = MediaType.APPLICATION_JSON_VALUE)
    String report(Caller caller, @PathVariable String id) {
        mayLook(caller);
        return needReport(caller, id);
    }

    @GetMapping(path = "/{id}/report.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    byte[] page(Caller caller, @PathVariable String id) {
        mayLook(caller);
        return Papers.report(
                needReport(caller, id), rules.current(caller.account()).zone());
    }

    /** Whoever rules, or audits; hosts know of their own items only. */
    private static void mayLook(Caller caller) {
        if (!caller.has(Scope.TRAIL)) {
            caller.needs(Scope.RULE);
        }
    }

    private String needReport(Caller caller, String id) {
        SweepRun run = need(caller, id);
        return runs.report(caller.account(), run.id())
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.NOT_FOUND,
                        "The run is " + run.state()
                                + "; a report exists once everything it destroyed is proven gone."));
    }

    private SweepRun need(Caller caller, String id) {
        return runs.find(caller.account(), uuid(id)).orElseThrow(SweepRunController::unknown);
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such run.");
    }
}
