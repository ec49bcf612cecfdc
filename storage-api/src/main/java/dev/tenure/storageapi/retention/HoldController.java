package dev.tenure.storageapi.retention;

import dev.tenure.catalog.ItemId;
import dev.tenure.retention.hold.Hold;
import dev.tenure.retention.hold.HoldId;
import dev.tenure.retention.hold.HoldMirror;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.MirrorStanding;
import dev.tenure.retention.hold.Placement;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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

    private final Holds holds;
    private final HoldMirror mirror;
    private final AccountItems accountItems;

    HoldController(Holds holds, HoldMirror mirror, AccountItems accountItems) {
        this.holds = holds;
        this.mirror = mirror;
        this.accountItems = accountItems;
    }

    /** A hold to place. */
    record HoldRequest(String title, String authority, String reason, List<String> items) {

        HoldRequest {
            Given.text("title", title);
            Given.text("authority", authority);
            Given.text("reason", reason);
            Given.list("items", items);
        }
    }

    /** Why a hold ends. */
    record ReleaseRequest(String reason) {

        ReleaseRequest {
            Given.text("reason", reason);
        }
    }

    /** What placing it came to, item by item. */
    record PlacementView(String id, List<String> preserved, List<String> inDestruction, List<String> destroyed) {

        static PlacementView of(Placement placement) {
            return new PlacementView(
                    placement.hold().toString(),
                    texts(placement.preserved()),
                    texts(placement.inDestruction()),
                    texts(placement.destroyed()));
        }
    }

    /** A hold. */
    record HoldView(
            String id,
            String title,
            String authority,
            String reason,
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
            return new HoldView(
                    hold.id().toString(),
                    hold.title(),
                    hold.authority(),
                    hold.reason(),
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

    private static List<String> texts(List<ItemId> items) {
        return items.stream().map(ItemId::toString).toList();
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

    @GetMapping("/{id}/items")
    HeldItems items(Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.HOLD);
        HoldId hold = need(caller, id).id();
        List<String> page = texts(holds.items(caller.account(), hold, after == null ? null : itemId(after), PAGE));
        return new HeldItems(page, page.size() < PAGE ? null : page.getLast());
    }

    @PostMapping
    ResponseEntity<PlacementView> place(Caller caller, @RequestBody HoldRequest wish) {
        caller.needs(Scope.HOLD);
        List<ItemId> items = wish.items().stream()
                .map(id -> accountItems.need(caller, id).id())
                .toList();
        try {
            Holds.Matter matter = new Holds.Matter(wish.title(), wish.authority(), wish.reason());
            Placement placement = holds.place(caller.account(), matter, items, caller.actor());
            return ResponseEntity.created(URI.create("/api/v1/holds/" + placement.hold()))
                    .body(PlacementView.of(placement));
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/{id}/release")
    HoldView release(Caller caller, @PathVariable String id, @RequestBody ReleaseRequest wish) {
        caller.needs(Scope.HOLD).needsFresh();
        HoldId hold = need(caller, id).id();
        try {
            if (!holds.release(caller.account(), hold, wish.reason(), caller.actor())) {
                throw new ApiProblem(ProblemCode.STATE_CONFLICT, "The hold was released before.");
            }
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        return view(need(caller, id));
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
