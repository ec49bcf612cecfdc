package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.SlowDown;
import dev.tenure.retention.hold.MirrorReport.Found;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors holds into the bucket, as a second barrier beside the catalog's own: while an item is held, every version under its prefix carries an S3
 * legal hold; after its last hold is released they are cleared. The catalog stays the truth, and placing or releasing a hold never waits for this.
 *
 * <p>Where the store was not proven to enforce locks none is set, and holds are kept by Tenure only. Those that were set when it was are cleared
 * as ever: whatever became of the store, a lock of ours must not be what keeps an item from its destruction.
 */
public final class HoldMirror {

    /** Items in a row that the store is too broken for. Too few gives up for a hiccup; too many waits on a dead store again and again. */
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private final JdbcHoldMirror mirror;
    private final ItemMirror items;
    private final ObjectStore store;
    private final InstantSource clock;

    HoldMirror(JdbcHoldMirror mirror, ItemMirror items, ObjectStore store, InstantSource clock) {
        this.mirror = mirror;
        this.items = items;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Mirrors what changed: holds placed and released, objects that came while an item is held. An item that fails stays due, is tried again
     * after a while that grows, and does not keep the others; when the store itself is in trouble, the rest waits for the next run.
     *
     * @param limit the most changes looked at
     */
    public MirrorReport catchUp(int limit) {
        Instant now = clock.instant();
        mirror.makeLooksDue(now);
        Optional<ObjectLocks> locks = store.locks();
        if (locks.isEmpty()) {
            ObjectLocks unproven = store.locksRegardless();
            return new Run(false, item -> items.clear(item, unproven)).over(mirror.dueToClear(limit, now), null);
        }
        return new Run(true, item -> items.bring(item, locks.get(), false)).over(mirror.due(limit, now), null);
    }

    /**
     * Compares the bucket with the catalog, both ways, for one page of the items that are held or were until lately. What should be locked and is
     * not is locked; a lock of ours that should be gone is cleared; a lock that is not ours is left. All three are logged and told in the trail.
     *
     * @param after the last report's {@link MirrorReport#next}; absent to begin
     * @param limit items in the page
     */
    public MirrorReport audit(@Nullable ItemId after, int limit) {
        Optional<ObjectLocks> locks = store.locks();
        if (locks.isEmpty()) {
            mirror.compact();
            return MirrorReport.unsupported();
        }
        List<ItemId> page = mirror.underMirror(after, limit);
        return new Run(true, item -> items.bring(item, locks.get(), true))
                .over(page, page.size() < limit ? null : page.getLast());
    }

    /** How far the bucket keeps the item. */
    public MirrorStanding standing(ItemId item) {
        return standing(mirror.standing(item));
    }

    /** How far the bucket keeps all that the hold covers. */
    public MirrorStanding standing(Hold hold) {
        return hold.release() == null ? standing(mirror.standing(hold.id())) : new MirrorStanding.NotHeld();
    }

    private MirrorStanding standing(JdbcHoldMirror.Standing known) {
        if (known.held() == 0) {
            return new MirrorStanding.NotHeld();
        }
        if (store.locks().isEmpty()) {
            return new MirrorStanding.TenureOnly();
        }
        return known.behind() > 0 || known.oldest() == null
                ? new MirrorStanding.Behind(known.behind(), known.problem())
                : new MirrorStanding.Mirrored(known.oldest());
    }

    /** One run over some items. */
    private static final class Run {

        private final boolean proven;
        private final Function<ItemId, Optional<ItemMirror.Outcome>> each;
        private final List<Found> found = new ArrayList<>();
        private int mirrored;
        private int cleared;
        private int behind;
        private int failuresInARow;
        private boolean brokenOff;

        Run(boolean proven, Function<ItemId, Optional<ItemMirror.Outcome>> each) {
            this.proven = proven;
            this.each = each;
        }

        MirrorReport over(Collection<ItemId> page, @Nullable ItemId next) {
            for (ItemId item : page) {
                each.apply(item).ifPresentOrElse(outcome -> count(item, outcome), () -> behind++);
                if (brokenOff) {
                    return report(item);
                }
            }
            return report(next);
        }

        private MirrorReport report(@Nullable ItemId next) {
            return new MirrorReport(proven, mirrored, cleared, behind, found, next, brokenOff);
        }

        private void count(ItemId item, ItemMirror.Outcome outcome) {
            outcome.found().forEach((finding, versions) -> found.add(new Found(item, finding, versions)));
            switch (outcome) {
                case ItemMirror.InLine(boolean held, var _) -> {
                    mirrored += held ? 1 : 0;
                    cleared += held ? 0 : 1;
                    failuresInARow = 0;
                }
                case ItemMirror.Again(var _) -> behind++;
                case ItemMirror.Failed(RuntimeException failure, var _) -> {
                    behind++;
                    // Missing permissions and the like fail for every item as a dead store does.
                    boolean store = failure instanceof ObjectStoreException trouble && trouble.fault() != Fault.REQUEST;
                    failuresInARow = store ? failuresInARow + 1 : 0;
                    brokenOff = failure instanceof SlowDown || failuresInARow == MAX_FAILURES_IN_A_ROW;
                }
            }
        }
    }
}
