package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.HoldLock;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.rules.HoldFact;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Places and releases holds. Both do so alone in their account ({@link HoldLock}), and raise or lower the veto on the rows of the items in the same
 * transaction, after locking them: so a hold and a destruction see each other in one order or the other, never both or neither.
 */
public final class Holds {

    /** Items locked and raised by one statement. More only take memory; fewer make large holds slow. */
    private static final int CHUNK = 5_000;

    private final JdbcHolds holds;
    private final JdbcHoldQueries queries;
    private final Items items;
    private final HoldLock lock;
    private final RuleSets ruleSets;
    private final Trail trail;
    private final Ids ids;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Holds(
            JdbcHolds holds,
            JdbcHoldQueries queries,
            Items items,
            HoldLock lock,
            RuleSets ruleSets,
            Trail trail,
            Ids ids,
            InstantSource clock,
            TransactionOperations transaction) {
        this.holds = holds;
        this.queries = queries;
        this.items = items;
        this.lock = lock;
        this.ruleSets = ruleSets;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** What became of the wish to release a hold. */
    public enum Release {
        RELEASED,
        /** There is no such hold of the account, or it was released before. */
        NOT_IN_FORCE,
        /** It is sensitive, and this is who placed it, or no person. */
        NEEDS_ANOTHER_PERSON
    }

    /** As below, without a query. */
    public Placement place(AccountId account, Matter matter, Collection<ItemId> listed, Actor actor) {
        return place(account, matter, listed, null, actor);
    }

    /**
     * Places a hold on items of the account: on those listed and on what the query matches, now and as long as the hold is in force. On a recording, it
     * covers what else was kept of its meeting too, now and later. One transaction covers all; nothing of the account is destroyed or announced meanwhile.
     *
     * @throws IllegalArgumentException when an item is not the account's, or the matter's times are impossible; nothing was placed
     */
    public Placement place(
            AccountId account, Matter matter, Collection<ItemId> wanted, @Nullable HoldQuery query, Actor actor) {
        RuleSet rules = ruleSets.current(account);
        HoldId id = new HoldId(ids.next());
        return transaction.execute(status -> {
            lock.alone(account);
            Instant now = clock.instant();
            Set<ItemId> listed = known(account, wanted);
            holds.insert(id, account, matter, review(matter, rules, now), rules.holdCoolOff(), actor, now);
            if (query != null) {
                queries.insert(id, account, query);
            }
            for (List<ItemId> chunk : chunks(queries.there(account, listed, query))) {
                cover(account, id, chunk, actor);
            }
            queries.noteGone(id, account, listed, query);
            trail.append(account, null, actor, "hold.placed", detail(id, matter, query, now));
            return placement(id);
        });
    }

    /** What placing such a hold would come to now, with at most so many items named of each outcome. Changes nothing. */
    public Map<Outcome, Placement.Items> preview(
            AccountId account, Collection<ItemId> wanted, @Nullable HoldQuery query, int named) {
        return queries.outcomes(account, known(account, wanted), query, named);
    }

    private Set<ItemId> known(AccountId account, Collection<ItemId> wanted) {
        Set<ItemId> listed = new HashSet<>(wanted);
        if (holds.known(account, listed) != listed.size()) {
            throw new IllegalArgumentException("there is no item of one of these ids: " + listed);
        }
        return listed;
    }

    private static @Nullable Instant review(Matter matter, RuleSet rules, Instant now) {
        LocalDate day = matter.reviewOn();
        if (day == null) {
            return null;
        }
        Instant begins = day.atStartOfDay(rules.zone()).toInstant();
        if (!begins.isAfter(now)) {
            throw new IllegalArgumentException("the day of the review must be still to come");
        }
        return begins;
    }

    private static Map<String, String> detail(HoldId id, Matter matter, @Nullable HoldQuery query, Instant now) {
        return Map.of(
                "hold",
                id.toString(),
                "effectiveAt",
                matter.effective(now).toString(),
                "placedAt",
                now.toString(),
                "scope",
                query == null ? "list" : query.wholeAccount() ? "account" : "query");
    }

    /** Puts what of these can be kept under the hold, and notes what it comes too late for. */
    private void cover(AccountId account, HoldId id, List<ItemId> wanted, Actor actor) {
        Map<Outcome, List<ItemId>> found = new EnumMap<>(Outcome.class);
        for (Item item : items.lockAll(wanted)) {
            found.computeIfAbsent(Outcome.of(item.state()), outcome -> new ArrayList<>())
                    .add(item.id());
        }
        found.forEach((outcome, some) -> {
            if (outcome != Outcome.PRESERVED) {
                holds.missed(id, some, outcome);
                return;
            }
            List<ItemId> fresh = holds.cover(id, some);
            if (items.raiseHolds(fresh).size() != fresh.size()) {
                throw new IllegalStateException("items of account " + account + " are going although they are locked");
            }
            trail.appendEach(account, fresh, actor, "item.held", Map.of("hold", id.toString()));
        });
    }

    private Placement placement(HoldId id) {
        return new Placement(
                id,
                outcome(id, Outcome.PRESERVED),
                outcome(id, Outcome.IN_DESTRUCTION),
                outcome(id, Outcome.DESTROYED));
    }

    private Placement.Items outcome(HoldId id, Outcome outcome) {
        return new Placement.Items(holds.count(id, outcome), holds.items(id, outcome, null, Placement.MAX_NAMED));
    }

    /**
     * Releases a hold. Items that no other hold covers stay protected for its cool-off, and so does what its query matches until that is over.
     *
     * @throws IllegalArgumentException when there is no reason; nothing was changed
     */
    public Release release(AccountId account, HoldId id, String reason, Actor actor) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a release needs a reason");
        }
        return transaction.execute(status -> {
            lock.alone(account);
            Optional<Hold> hold = holds.find(account, id);
            Instant now = releasedAt(hold);
            if (hold.filter(known -> barred(known, actor)).isPresent()) {
                return Release.NEEDS_ANOTHER_PERSON;
            }
            Optional<Grace> coolOff = holds.release(account, id, reason, actor, now);
            coolOff.ifPresent(grace -> {
                if (hold.flatMap(known -> Optional.ofNullable(known.query())).isPresent()) {
                    // What nobody had put under it yet is protected as long as the rest.
                    chunks(queries.missing(id)).forEach(chunk -> cover(account, id, chunk, actor));
                    queries.released(id, grace.after(now));
                }
                lower(account, id, grace.after(now), actor);
                trail.append(account, null, actor, "hold.released", Map.of("hold", id.toString()));
            });
            return coolOff.isPresent() ? Release.RELEASED : Release.NOT_IN_FORCE;
        });
    }

    /** Not before it was placed, if the clock went back since: nobody could say what such a hold means. */
    private Instant releasedAt(Optional<Hold> hold) {
        Instant now = clock.instant();
        return hold.map(Hold::placedAt).filter(now::isBefore).orElse(now);
    }

    private static boolean barred(Hold hold, Actor actor) {
        return hold.matter().sensitive() && (!actor.isPerson() || actor.equals(hold.placedBy()));
    }

    private void lower(AccountId account, HoldId id, Instant protectedUntil, Actor actor) {
        ItemId after = null;
        List<ItemId> page;
        do {
            page = holds.items(id, Outcome.PRESERVED, after, CHUNK);
            if (page.isEmpty()) {
                return;
            }
            items.lockAll(page);
            items.lowerHolds(page, protectedUntil);
            trail.appendEach(account, page, actor, "item.released", Map.of("hold", id.toString()));
            after = page.getLast();
        } while (page.size() == CHUNK);
    }

    private static List<List<ItemId>> chunks(List<ItemId> all) {
        List<List<ItemId>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
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
        return items(account, id, Outcome.PRESERVED, after, limit);
    }

    /** As above; or what the hold came too late for, as it was when it was placed. */
    public List<ItemId> items(AccountId account, HoldId id, Outcome outcome, @Nullable ItemId after, int limit) {
        return find(account, id)
                .map(known -> holds.items(id, outcome, after, limit))
                .orElse(List.of());
    }

    /** The holds on an item, released ones too, and those that ask for it and that it is not under yet, as decisions weigh them. */
    public List<HoldFact> factsOf(Item item) {
        List<HoldFact> facts = new ArrayList<>(holds.facts(item.id()));
        facts.addAll(queries.facts(item.account(), item.id(), clock.instant()));
        return facts;
    }
}
