package dev.tenure.storageapi.retention;

import dev.tenure.catalog.ItemId;
import dev.tenure.retention.hold.Hold;
import dev.tenure.retention.hold.HoldId;
import dev.tenure.retention.hold.HoldMirror;
import dev.tenure.retention.hold.HoldQuery;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.hold.MirrorStanding;
import dev.tenure.retention.hold.Outcome;
import dev.tenure.retention.hold.Placement;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.retention.HoldBodies.HoldPreview;
import dev.tenure.storageapi.retention.HoldBodies.HoldPreviewRequest;
import dev.tenure.storageapi.retention.HoldBodies.HoldQueryBody;
import dev.tenure.storageapi.retention.HoldBodies.HoldRequest;
import dev.tenure.storageapi.retention.HoldBodies.PlacementView;
import dev.tenure.storageapi.retention.HoldBodies.ReleaseRequest;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Legal holds. */
@RestController
@RequestMapping("/api/v1/holds")
class HoldController {

    /** Holds, or items of one, on a page. */
    private static final int PAGE = 50;

    /** Items that a preview shows of each outcome. */
    private static final int SAMPLE = 20;

    private final Holds holds;
    private final HoldMirror mirror;
    private final AccountItems accountItems;

    HoldController(Holds holds, HoldMirror mirror, AccountItems accountItems) {
        this.holds = holds;
        this.mirror = mirror;
        this.accountItems = accountItems;
    }

    /**
     * A hold.
     *
     * @param query what it asks for beside its list; absent where it has a list only
     * @param items how many it covers
     */
    record HoldView(
            String id,
            String title,
            String authority,
            String reason,
            @Nullable String reference,
            Instant effectiveAt,
            @Nullable String historicalReason,
            @Nullable LocalDate reviewOn,
            boolean sensitive,
            @Nullable HoldQueryBody query,
            String placedBy,
            Instant placedAt,
            String coolOff,
            int items,
            @Nullable String releasedBy,
            @Nullable Instant releasedAt,
            @Nullable String releaseReason,
            MirrorView mirror) {

        static HoldView of(Hold hold, MirrorStanding standing) {
            Hold.Release release = hold.release();
            Matter matter = hold.matter();
            return new HoldView(
                    hold.id().toString(),
                    matter.title(),
                    matter.authority(),
                    matter.reason(),
                    matter.reference(),
                    matter.effectiveAt() == null ? hold.placedAt() : matter.effectiveAt(),
                    matter.historicalReason(),
                    matter.reviewOn(),
                    matter.sensitive(),
                    HoldQueryBody.of(hold.query()),
                    hold.placedBy().value(),
                    hold.placedAt(),
                    hold.coolOff().toString(),
                    hold.items(),
                    release == null ? null : release.by().value(),
                    release == null ? null : release.at(),
                    release == null ? null : release.reason(),
                    MirrorView.of(standing, hold.items()));
        }
    }

    /**
     * A page of holds, the newest first.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record HoldPage(List<HoldView> holds, @Nullable String next) {}

    /**
     * A page of the ids of items that a hold covers.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record HeldItems(List<String> items, @Nullable String next) {}

    @GetMapping
    HoldPage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.HOLD);
        HoldId before = after == null ? null : need(caller, after).id();
        List<HoldView> page = holds.page(caller.account(), before, PAGE).stream()
                .map(this::view)
                .toList();
        return new HoldPage(page, page.size() < PAGE ? null : page.getLast().id());
    }

    @GetMapping("/{id}")
    HoldView find(Caller caller, @PathVariable String id) {
        caller.needs(Scope.HOLD);
        return view(need(caller, id));
    }

    /** Items of a hold: what it covers, or, by their outcome, what it came too late for. */
    @GetMapping("/{id}/items")
    HeldItems items(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Outcome outcome) {
        caller.needs(Scope.HOLD);
        HoldId hold = need(caller, id).id();
        List<String> page = HoldBodies.ids(holds.items(
                caller.account(),
                hold,
                outcome == null ? Outcome.PRESERVED : outcome,
                after == null ? null : itemId(after),
                PAGE));
        return new HeldItems(page, page.size() < PAGE ? null : page.getLast());
    }

    @PostMapping
    ResponseEntity<PlacementView> place(Caller caller, @RequestBody HoldRequest wish) {
        caller.needs(Scope.HOLD);
        List<ItemId> items = known(caller, wish.items());
        Placement placement =
                checked(() -> holds.place(caller.account(), wish.matter(), items, query(wish.query()), caller.actor()));
        return ResponseEntity.created(URI.create("/api/v1/holds/" + placement.hold()))
                .body(PlacementView.of(placement));
    }

    /** What placing a hold would come to now. Nothing is placed. */
    @PostMapping("/preview")
    HoldPreview preview(Caller caller, @RequestBody HoldPreviewRequest wish) {
        caller.needs(Scope.HOLD);
        List<ItemId> items = known(caller, wish.items());
        return HoldPreview.of(checked(() -> holds.preview(caller.account(), items, query(wish.query()), SAMPLE)));
    }

    @PostMapping("/{id}/release")
    HoldView release(Caller caller, @PathVariable String id, @RequestBody ReleaseRequest wish) {
        caller.needs(Scope.HOLD).needsFresh();
        HoldId hold = need(caller, id).id();
        return switch (checked(() -> holds.release(caller.account(), hold, wish.reason(), caller.actor()))) {
            case RELEASED -> view(need(caller, id));
            case NOT_IN_FORCE -> throw new ApiProblem(ProblemCode.STATE_CONFLICT, "The hold was released before.");
            case NEEDS_ANOTHER_PERSON ->
                throw new ApiProblem(
                        ProblemCode.STATE_CONFLICT,
                        "The hold is sensitive: a person other than the one who placed it must release it.");
        };
    }

    private List<ItemId> known(Caller caller, @Nullable List<String> ids) {
        return ids == null
                ? List.of()
                : ids.stream().map(id -> accountItems.need(caller, id).id()).toList();
    }

    private static @Nullable HoldQuery query(@Nullable HoldQueryBody body) {
        return body == null ? null : body.query();
    }

    private static <T> T checked(Supplier<T> act) {
        try {
            return act.get();
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Hold need(Caller caller, String id) {
        return holds.find(caller.account(), holdId(id)).orElseThrow(HoldController::unknown);
    }

    /** Where a page of items begins: compared with, never read. */
    private static ItemId itemId(String text) {
        try {
            return ItemId.of(text);
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'after' must be the 'next' of the page before.");
        }
    }

    private HoldView view(Hold hold) {
        return HoldView.of(hold, mirror.standing(hold));
    }

    private static HoldId holdId(String text) {
        try {
            return HoldId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such hold.");
    }
}
