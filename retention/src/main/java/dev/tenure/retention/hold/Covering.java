package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.CoveringHolds;
import dev.tenure.catalog.HoldLock;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Trail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Puts items under holds that were there before them: when they are announced, when something changes that queries look at, and, whatever was missed, in
 * the transaction that would destroy them. What a hold covers it covers until its release, whatever changes later.
 */
public final class Covering implements CoveringHolds {

    private static final Actor ACTOR = Actor.system("holds");

    private final JdbcHolds holds;
    private final JdbcHoldQueries queries;
    private final JdbcBindingDue due;
    private final Items items;
    private final HoldLock lock;
    private final Trail trail;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Covering(
            JdbcHolds holds,
            JdbcHoldQueries queries,
            JdbcBindingDue due,
            Items items,
            HoldLock lock,
            Trail trail,
            InstantSource clock,
            TransactionOperations transaction) {
        this.holds = holds;
        this.queries = queries;
        this.due = due;
        this.items = items;
        this.lock = lock;
        this.trail = trail;
        this.clock = clock;
        this.transaction = transaction;
    }

    @Override
    public void inherit(ItemId companion, ItemId recording, Actor actor) {
        Item held = items.find(companion).orElseThrow();
        for (HoldId hold : holds.inForceOn(recording)) {
            if (!items.raiseHold(companion)) {
                throw new IllegalStateException("item " + companion + " is going, and takes no hold");
            }
            holds.cover(hold, List.of(companion));
            trail.append(held.account(), companion, actor, "item.held", Map.of("hold", hold.toString()));
        }
    }

    @Override
    public boolean bind(AccountId account, MeetingId meeting, Actor actor) {
        Instant now = clock.instant();
        List<JdbcHoldQueries.Match> matches = queries.matching(account, meeting, now);
        if (matches.isEmpty()) {
            return false;
        }
        items.lockAll(
                matches.stream().map(JdbcHoldQueries.Match::item).distinct().toList());
        boolean any = false;
        // Once more, under the locks: what is going by now takes no hold.
        for (JdbcHoldQueries.Match match : queries.matching(account, meeting, now)) {
            any |= put(account, match, actor);
        }
        return any;
    }

    @Override
    public boolean cover(Item item) {
        boolean any = false;
        for (JdbcHoldQueries.Match match : queries.matching(item.account(), item.id(), clock.instant())) {
            any |= put(item.account(), match, ACTOR);
        }
        return any;
    }

    /**
     * Binds holds to what is kept of meetings of which something changed; returns how many changes were looked at. What is destroyed before this has looked
     * is kept all the same, by {@link #cover}.
     */
    public int catchUp(int limit) {
        List<JdbcBindingDue.Due> changes = due.oldest(limit);
        for (JdbcBindingDue.Due change : changes) {
            transaction.executeWithoutResult(status -> {
                lock.together(change.account());
                bind(change.account(), change.meeting(), ACTOR);
                due.done(change);
            });
        }
        return changes.size();
    }

    /** Under the lock of the item's row. A hold in its cool-off comes and goes at once, and leaves that. */
    private boolean put(AccountId account, JdbcHoldQueries.Match match, Actor actor) {
        if (holds.cover(match.hold(), List.of(match.item())).isEmpty()) {
            return false;
        }
        if (!items.raiseHold(match.item())) {
            throw new IllegalStateException("item " + match.item() + " is going, and takes no hold");
        }
        Map<String, String> detail = Map.of("hold", match.hold().toString(), "by", "query");
        trail.append(account, match.item(), actor, "item.held", detail);
        if (match.protectsUntil() != null) {
            items.lowerHold(match.item(), match.protectsUntil());
            trail.append(account, match.item(), actor, "item.released", detail);
        }
        return true;
    }
}
