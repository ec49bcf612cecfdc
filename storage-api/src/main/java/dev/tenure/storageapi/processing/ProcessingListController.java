package dev.tenure.storageapi.processing;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What waits, runs, failed or was called off. */
@RestController
@RequestMapping("/api/v1/processing")
class ProcessingListController {

    private static final int PAGE = 50;

    /** The phases that have an end; what is done is in the list of items. */
    private static final Set<Phase> LISTED = EnumSet.of(Phase.WAITING, Phase.RUNNING, Phase.PARKED, Phase.CANCELLED);

    private final Processings processings;
    private final ProcessingViews views;

    ProcessingListController(Processings processings, ProcessingViews views) {
        this.processings = processings;
        this.views = views;
    }

    /**
     * A page, the newest item first.
     *
     * @param next what to ask for the next one with; absent at the list's end
     */
    record Page(List<ProcessingView> processings, @Nullable String next) {}

    @GetMapping
    @Operation(summary = "Recordings that wait, run, were given up or called off")
    Page list(
            Caller caller,
            @Parameter(description = "one of these; all of them without") @RequestParam(required = false) @Nullable
                    List<Phase> phase,
            @Parameter(description = "next of the page before") @RequestParam(required = false) @Nullable
                    String after) {
        caller.needs(Scope.PROCESS);
        ItemId mark = after == null ? null : AccountItems.id(after);
        List<Processing> page =
                processings.page(caller.account(), caller.processesOnlyItemsOf(), wanted(phase), mark, PAGE + 1);
        boolean more = page.size() > PAGE;
        List<Processing> shown = more ? page.subList(0, PAGE) : page;
        return new Page(views.of(caller, shown), more ? shown.getLast().item().toString() : null);
    }

    private static Set<Phase> wanted(@Nullable List<Phase> phases) {
        if (phases == null || phases.isEmpty()) {
            return LISTED;
        }
        Set<Phase> wanted = EnumSet.copyOf(phases);
        if (!LISTED.containsAll(wanted)) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'phase' must be WAITING, RUNNING, PARKED or CANCELLED.");
        }
        return wanted;
    }
}
