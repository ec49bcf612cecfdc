package dev.tenure.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an item goes, and every reason for it. Depends on the item's facts only, never on the clock; ask
 * {@link #standingAt} what it means now.
 *
 * @param anchor the end of the recording, from which periods count
 * @param zone the zone in which calendar periods were counted
 * @param bounds what the rules came to, one by one
 * @param goAt when the rules let the item go: {@code max(floor, due, notBefore)}
 * @param trashedAt when the item was deleted by a person; null if it was not
 * @param destroyAt when the bytes go: {@code goAt}, or earlier after a deletion, but never before the floor
 * @param heldUntil until when holds forbid destruction, cool-off included; null without holds, never while one is open
 * @param conflicted the law both demands and forbids keeping the item: never destroyed without a person
 * @param notBefore from when on a change of the rules binds what was there: nothing goes by it before; null without such a change
 * @param considered every rule, in a fixed order
 */
public record Decision(
        Instant anchor,
        ZoneId zone,
        Bounds bounds,
        Horizon goAt,
        @Nullable Instant trashedAt,
        Horizon destroyAt,
        @Nullable Horizon heldUntil,
        boolean conflicted,
        @Nullable Instant notBefore,
        List<ConsideredRule> considered) {

    public Decision {
        considered = List.copyOf(considered);
    }

    /**
     * The intermediate results.
     *
     * @param floor the latest instant a retaining rule demands; null if none does
     * @param chosen what was chosen, by the narrowest scope; null if nobody chose
     * @param ceiling the earliest instant a limiting rule demands; null if none does
     */
    public record Bounds(
            @Nullable Horizon floor,
            @Nullable Horizon chosen,
            @Nullable Horizon ceiling) {

        /** The earlier of chosen and ceiling; never where neither exists. */
        public Horizon due() {
            return Horizon.earlier(
                    chosen == null ? Horizon.never() : chosen, ceiling == null ? Horizon.never() : ceiling);
        }
    }

    /** What a decision means at an instant. */
    public enum Standing {
        /** To be destroyed by the next sweep. */
        DUE,
        /** Its time has not come. */
        WAITING,
        /** Its time has come, but a hold, or the cool-off of one, forbids it. */
        HELD,
        /** Only a person can decide: the law demands two things at once. */
        CONFLICTED,
        /** Nothing will ever make it due. */
        KEPT_FOREVER
    }

    /** No rule will ever make this item go: the account is to be warned, as keeping without end needs a ground. */
    public boolean unbounded() {
        return bounds.due().isNever();
    }

    /** A retaining rule keeps the item longer than a limit of the account allows; the retaining rule wins. */
    public boolean keptBeyondLimit() {
        return bounds.floor() != null
                && bounds.ceiling() != null
                && bounds.floor().isAfter(bounds.ceiling());
    }

    /** The earliest instant at which the bytes may go, with holds; says nothing about a conflict. */
    public Horizon earliestDestruction() {
        return heldUntil == null ? destroyAt : Horizon.later(destroyAt, heldUntil);
    }

    /**
     * What this decision means at {@code now}.
     *
     * @param skewBound how far the clock may be ahead of the truth; an instant counts as reached only when it lies that
     *     far back
     */
    public Standing standingAt(Instant now, Duration skewBound) {
        Instant certainlyPast = now.minus(skewBound);
        if (conflicted) {
            return Standing.CONFLICTED;
        }
        if (!destroyAt.isReachedAt(certainlyPast)) {
            return destroyAt.isNever() ? Standing.KEPT_FOREVER : Standing.WAITING;
        }
        return heldUntil != null && !heldUntil.isReachedAt(certainlyPast) ? Standing.HELD : Standing.DUE;
    }

    /** The same decision if every hold on the item were gone with no cool-off left. */
    public Decision withoutHolds() {
        return new Decision(anchor, zone, bounds, goAt, trashedAt, destroyAt, null, conflicted, notBefore, considered);
    }
}
