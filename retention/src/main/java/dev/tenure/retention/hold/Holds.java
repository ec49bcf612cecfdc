package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.InheritedHolds;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Grace;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.rules.HoldFact;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Places and releases holds. Both raise or lower the veto on the item's own row in the same transaction, after locking it, so a hold and a
 * destruction of the same item see each other in one order or the other, never both or neither.
 */
public final class Holds implements InheritedHolds {

    private final JdbcHolds holds;
    private final Items items;
    private final RuleSets ruleSets;
    private final Trail trail;
    private final Ids ids;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Holds(
            JdbcHolds holds,
            Items items,
            RuleSets ruleSets,
            Trail trail,
            Ids ids,
            InstantSource clock,
            TransactionOperations transaction) {
        this.holds = holds;
        this.items = items;
        this.ruleSets = ruleSets;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Why a hold is placed. */
    public record Matter(String title, String authority, String reason) {

        public Matter {
            if (title.isBlank() || authority.isBlank() || reason.isBlank()) {
                throw new IllegalArgumentException("a hold needs a title, an authority and a reason");
            }
        }
    }

    /**
     * Places a hold on items of the account; on a recording, it covers what else was kept of its meeting too, now and later.
     *
     * @throws IllegalArgumentException when an item is not the account's; nothing was placed
     */
    public Placement place(AccountId account, Matter matter, Collection<ItemId> wanted, Actor actor) {
        Grace coolOff = ruleSets.current(account).holdCoolOff();
        HoldId id = new HoldId(ids.next());
        return transaction.execute(status -> {
            holds.insert(id, account, matter, coolOff, actor, clock.instant());
            List<ItemId> preserved = new ArrayList<>();
            List<ItemId> inDestruction = new ArrayList<>();
            List<ItemId> destroyed = new ArrayList<>();
            for (Item item : withCompanions(account, wanted)) {
                if (items.raiseHold(item.id())) {
                    holds.cover(id, item.id());
                    preserved.add(item.id());
                    trail.append(account, item.id(), actor, "item.held", Map.of("hold", id.toString()));
                } else {
                    (item.state() == ItemState.DESTROYING ? inDestruction : destroyed).add(item.id());
                }
            }
            trail.append(account, null, actor, "hold.placed", Map.of("hold", id.toString()));
            return new Placement(id, preserved, inDestruction, destroyed);
        });
    }

    /**
     * The items, and what else was kept of the meetings of those that are recordings. A companion that arrives just now waits for the recording's
     * lock, and then finds the hold.
     */
    private List<Item> withCompanions(AccountId account, Collection<ItemId> wanted) {
        Set<ItemId> all = new HashSet<>(wanted);
        all.addAll(holds.companionsOf(account, wanted));
        List<Item> locked = new ArrayList<>(locked(account, all));
        locked.addAll(lockedLate(account, all, () -> holds.companionsOf(account, wanted)));
        return locked;
    }

    /** What came in while we waited for the locks of the first. */
    private List<Item> lockedLate(AccountId account, Collection<ItemId> first, Supplier<List<ItemId>> again) {
        Set<ItemId> late = new HashSet<>(again.get());
        late.removeAll(first);
        return locked(account, late);
    }

    @Override
    public void inherit(ItemId companion, ItemId recording, Actor actor) {
        Item held = items.find(companion).orElseThrow();
        for (HoldId hold : holds.inForceOn(recording)) {
            if (!items.raiseHold(companion)) {
                throw new IllegalStateException("item " + companion + " is going, and takes no hold");
            }
            holds.cover(hold, companion);
            trail.append(held.account(), companion, actor, "item.held", Map.of("hold", hold.toString()));
        }
    }

    /** Locks in order of id, so that two placements never wait for each other in a circle. */
    private List<Item> locked(AccountId account, Collection<ItemId> wanted) {
        TreeSet<ItemId> ordered = new TreeSet<>(java.util.Comparator.comparing(ItemId::value));
        ordered.addAll(wanted);
        return ordered.stream()
                .map(id -> items.lock(id)
                        .filter(item -> item.account().equals(account))
                        .orElseThrow(() -> new IllegalArgumentException("there is no item " + id)))
                .toList();
    }

    /**
     * Releases a hold. Items that no other hold covers stay protected for its cool-off.
     *
     * @return false when there is no such hold of the account, or it was released before
     */
    public boolean release(AccountId account, HoldId id, String reason, Actor actor) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a release needs a reason");
        }
        return transaction.execute(status -> {
            Instant now = clock.instant();
            Optional<Grace> coolOff = holds.release(account, id, reason, actor, now);
            coolOff.ifPresent(grace -> {
                List<ItemId> covered = holds.items(id);
                List<Item> held = new ArrayList<>(locked(account, covered));
                held.addAll(lockedLate(account, covered, () -> holds.items(id)));
                for (Item item : held) {
                    items.lowerHold(item.id(), grace.after(now));
                    trail.append(account, item.id(), actor, "item.released", Map.of("hold", id.toString()));
                }
                trail.append(account, null, actor, "hold.released", Map.of("hold", id.toString()));
            });
            return coolOff.isPresent();
        });
    }

    /** Holds of the account, released ones too, the newest first; those placed before {@code before} where that is given. */
    public List<Hold> page(AccountId account, @Nullable HoldId before, int limit) {
        return holds.page(account, before, limit);
    }

    /** The account's hold; a foreign one is not found. */
    public Optional<Hold> find(AccountId account, HoldId id) {
        return holds.find(account, id);
    }

    /** Items that the account's hold covers, or covered until its release, in order of id, after {@code after} where that is given. */
    public List<ItemId> items(AccountId account, HoldId id, @Nullable ItemId after, int limit) {
        return find(account, id).map(known -> holds.items(id, after, limit)).orElse(List.of());
    }

    /** The holds on an item, released ones too, as decisions weigh them. */
    public List<HoldFact> factsOf(ItemId item) {
        return holds.facts(item);
    }
}
