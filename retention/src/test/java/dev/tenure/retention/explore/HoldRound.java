package dev.tenure.retention.explore;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewItem;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.destruction.Destruction;
import dev.tenure.retention.hold.HoldId;
import dev.tenure.retention.hold.HoldQuery;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.hold.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** An account with one recording that is due, and what some do to it at once. */
final class HoldRound implements Explorer.Round {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");

    /** What an actor does. */
    enum Deed {
        PLACE_LIST,
        PLACE_QUERY,
        /** Of a hold that was there before; then its cool-off, which is none, is over. */
        RELEASE,
        DESTROY,
        TRASH,
        RESTORE,
        /** Of another recording of the meeting, which is due as soon as it is here, and is destroyed if that can be. */
        ARRIVE,
        /** A fault: only what the query finds now stays of it. */
        PLACE_QUERY_AND_FORGET;

        /** What is to be restored is in the trash already. */
        boolean goesWith(Deed other) {
            return !Set.of(this, other).equals(Set.of(TRASH, RESTORE)) && other != PLACE_QUERY_AND_FORGET;
        }
    }

    private final RetentionWorld world;
    private final Holds holds;
    private final Destruction destruction;
    private final AccountId account;
    private final Item recording;
    private final String meeting;
    private final FreshKey arriving;
    private final @Nullable HoldId before;
    private final List<Deed> deeds;
    private final Map<Deed, Placement> placed = new ConcurrentHashMap<>();
    private final Map<ItemId, Boolean> begun = new ConcurrentHashMap<>();

    HoldRound(RetentionWorld world, List<Deed> deeds) {
        this.world = world;
        this.deeds = deeds;
        this.holds = world.the(Holds.class);
        this.destruction = world.the(Destruction.class);
        world.clock().set(Instant.parse("2027-01-01T00:00:00Z"));
        this.account = world.anAccount(RuleSet.Range.OPEN, RuleSet.Range.OPEN, Grace.NONE);
        Item made = world.anItem(account, "P30D");
        this.recording = deeds.contains(Deed.RESTORE)
                ? world.trashed(made.id(), world.clock().instant())
                : made;
        this.meeting = world.database()
                .sql("SELECT external_id FROM meeting WHERE id = :id")
                .param("id", recording.meeting().value())
                .query(String.class)
                .single();
        this.arriving = world.the(Items.class).freshKey(account);
        this.before = deeds.contains(Deed.RELEASE)
                ? place(List.of(recording.id()), null).hold()
                : null;
    }

    @Override
    public Map<String, Runnable> actors() {
        Map<String, Runnable> actors = new LinkedHashMap<>();
        deeds.forEach(deed -> actors.put(deed.name(), () -> act(deed)));
        return actors;
    }

    private void act(Deed deed) {
        switch (deed) {
            case PLACE_LIST -> placed.put(deed, place(List.of(recording.id()), null));
            case PLACE_QUERY -> placed.put(deed, placeQuery());
            case PLACE_QUERY_AND_FORGET -> {
                placed.put(deed, placeQuery());
                world.database()
                        .sql("DELETE FROM hold_query WHERE account_id = :account")
                        .param("account", account.value())
                        .update();
            }
            case RELEASE -> release();
            case DESTROY -> destroy(recording.id());
            case TRASH -> world.the(Trash.class).put(recording, RetentionWorld.ACTOR);
            case RESTORE -> world.the(Trash.class).restore(recording, RetentionWorld.ACTOR);
            case ARRIVE -> arrive();
        }
    }

    private Placement place(List<ItemId> listed, @Nullable HoldQuery query) {
        return holds.place(account, MATTER, listed, query, RetentionWorld.ACTOR);
    }

    private Placement placeQuery() {
        return place(List.of(), new HoldQuery(false, null, null, meeting, null, null));
    }

    private void release() {
        if (before == null
                || holds.release(account, before, "settled", RetentionWorld.ACTOR) != Holds.Release.RELEASED) {
            throw new IllegalStateException("the hold from before was not in force");
        }
        world.clock().advance(Duration.ofDays(1));
    }

    private void arrive() {
        NewItem wish = new NewItem(
                account,
                recording.meeting(),
                ItemKind.RECORDING,
                RetentionWorld.ENDED,
                recording.retentionClass(),
                null,
                null,
                "late.webm");
        world.the(TransactionTemplate.class)
                .executeWithoutResult(status -> world.the(Items.class).announce(wish, arriving, RetentionWorld.ACTOR));
        world.force(arriving.item(), ItemState.READY);
        destroy(arriving.item());
    }

    private void destroy(ItemId item) {
        begun.put(item, destruction.begin(item) instanceof Destruction.Begun);
    }

    @Override
    public List<String> violations() {
        List<String> problems = new ArrayList<>();
        List<ItemId> all = new ArrayList<>(List.of(recording.id()));
        if (deeds.contains(Deed.ARRIVE)) {
            all.add(arriving.item());
        }
        // Whatever came of it, the next sweep must agree with it.
        all.forEach(destruction::begin);
        all.forEach(item -> consistent(item, problems));
        placed.forEach((deed, placement) -> {
            for (ItemId item : deed == Deed.PLACE_LIST ? List.of(recording.id()) : all) {
                agrees(deed, placement, item, problems);
            }
        });
        return problems;
    }

    private void consistent(ItemId id, List<String> problems) {
        Item item = world.the(id);
        boolean key = world.hasKey(id);
        boolean destroying = item.state() == ItemState.DESTROYING;
        if (key == destroying || destroying != (world.count("destruction", id) == 1)) {
            problems.add("item " + id + " is " + item.state() + " and its key is " + (key ? "there" : "gone"));
        }
        if (Boolean.TRUE.equals(begun.get(id)) && key) {
            problems.add("item " + id + " was said to be destroyed and is there");
        }
        long inForce = count(
                "SELECT count(*) FROM hold_item JOIN hold h ON h.id = hold_id WHERE released_at IS NULL AND item_id = :item",
                id,
                null);
        if (inForce != item.holdCount()) {
            problems.add(inForce + " holds are in force on item " + id + ", and it counts " + item.holdCount());
        }
        if (inForce > 0 && !key) {
            problems.add("item " + id + " is held and destroyed");
        }
    }

    /** The hold is in force, and says of the item one thing, which is so. */
    private void agrees(Deed deed, Placement placement, ItemId item, List<String> problems) {
        long preserved = count(
                "SELECT count(*) FROM hold_item WHERE hold_id = :hold AND item_id = :item", item, placement.hold());
        long missed = count(
                "SELECT count(*) FROM hold_missed WHERE hold_id = :hold AND item_id = :item", item, placement.hold());
        boolean there = world.hasKey(item);
        if (preserved + missed != 1) {
            problems.add(deed + " says " + preserved + " times that it preserves item " + item + ", and " + missed
                    + " times that it was too late; the item is " + (there ? "there" : "destroyed"));
        }
        if (preserved == 1 && !there) {
            problems.add(deed + " preserves item " + item + ", which is destroyed");
        }
        if (missed == 1 && there) {
            problems.add(deed + " was too late for item " + item + ", which is there");
        }
        if (missed == 1 && count("""
                                SELECT count(*) FROM destruction d, hold h
                                 WHERE d.item_id = :item AND h.id = :hold AND d.committed_at <= h.placed_at
                                """, item, placement.hold()) != 1) {
            problems.add(deed + " was too late for item " + item + ", which was destroyed after it");
        }
        boolean saidPreserved = placement.preserved().first().contains(item);
        boolean saidTooLate = placement.inDestruction().first().contains(item);
        if ((saidPreserved && missed > 0) || saidTooLate != (missed > 0)) {
            problems.add(deed + " answered otherwise about item " + item + ": " + placement);
        }
    }

    private long count(String sql, ItemId item, @Nullable HoldId hold) {
        return world.database()
                .sql(sql)
                .param("item", item.value())
                .param("hold", hold == null ? null : hold.value())
                .query(Long.class)
                .single();
    }
}
