package dev.tenure.model;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at the items after each command, and judges what became of them. */
final class Watch {

    private static final int MANY = 1_000;
    private static final Set<ItemState> GONE = EnumSet.of(ItemState.DESTROYING, ItemState.PURGED);

    private final Ground ground;
    private final Expectation expectation;

    private final Seen seen;

    Watch(Ground ground, Expectation expectation, Seen seen) {
        this.seen = seen;
        this.ground = ground;
        this.expectation = expectation;
    }

    List<Violation> after(Command command) {
        List<Violation> wrong = new ArrayList<>(ground.bucket().takeWrong());
        Map<ItemId, Item> now = ground.the(Items.class).page(expectation.account, null, null, MANY).stream()
                .collect(Collectors.toMap(Item::id, Function.identity()));
        for (Kept kept : expectation.items()) {
            Item item = now.get(kept.id);
            if (item == null) {
                wrong.add(new Violation("no item is forgotten", kept + " is not there any more"));
            } else {
                look(kept, item, command, wrong);
            }
        }
        return wrong;
    }

    private void look(Kept kept, Item item, Command command, List<Violation> wrong) {
        ItemState before = kept.state;
        if (before != item.state()) {
            if (before != ItemState.DESTROYING && GONE.contains(item.state())) {
                seen.destroyed();
                ground.bucket().versions(StoredObject.prefixOf(expectation.account, kept.id)).stream()
                        .map(ObjectVersion::versionId)
                        .forEach(kept.destroyedVersions::add);
                destroyed(kept, command, wrong);
            }
            if (item.state() == ItemState.PURGED) {
                seen.purged();
            }
            if ((kept.gone() && !GONE.contains(item.state())) || before == ItemState.PURGED) {
                wrong.add(new Violation("what is destroyed stays so", kept + " became " + item.state()));
            }
            if (item.state() == ItemState.PURGED && before != ItemState.DESTROYING) {
                wrong.add(new Violation("what is purged was being destroyed before", kept + " was " + before));
            }
        }
        if (!GONE.contains(item.state())) {
            held(kept, item, wrong);
            if (command instanceof Command.Sweep && keptByAHold(kept)) {
                seen.keptByHold();
            }
        }
        kept.state = item.state();
        kept.trashedAt = item.state() == ItemState.TRASHED ? item.trashedAt() : kept.gone() ? kept.trashedAt : null;
    }

    /** The key of the item is destroyed since the last look. */
    private void destroyed(Kept item, Command command, List<Violation> wrong) {
        Instant now = ground.trueTime();
        if (!(command instanceof Command.Sweep)) {
            wrong.add(new Violation("I5 only a sweep destroys", item + " was destroyed by " + command));
        }
        List<HeldCase> holds = expectation.protecting(item, now);
        if (!holds.isEmpty()) {
            wrong.add(new Violation("I1 nothing held is destroyed", item + " was destroyed under " + holds));
        }
        if (!ItemLifecycle.destructible().contains(item.state)) {
            wrong.add(new Violation(
                    "I11 what is quarantined or not whole is not destroyed", item + " was " + item.state));
        }
        if (item.anchor == null) {
            wrong.add(new Violation("I11 what has no known end is not destroyed", item.toString()));
            return;
        }
        Terms terms = Expectation.terms(item, now);
        if (terms.exact() && terms.conflicted()) {
            wrong.add(new Violation("I11 what is in conflict is not destroyed", item + " with " + terms));
        }
        if (now.isBefore(terms.floor())) {
            wrong.add(new Violation(
                    "I3, I10 nothing is destroyed before its floor", "%s at %s, with %s".formatted(item, now, terms)));
        }
        Instant earliest = terms.destruction(item.trashedAt);
        if (now.isBefore(earliest)) {
            wrong.add(new Violation(
                    "I3, I9, I10 nothing is destroyed before its time",
                    "%s at %s, but not before %s, with %s, trashed %s"
                            .formatted(item, now, earliest, terms, item.trashedAt)));
        }
    }

    /** I1, the other way round: what a hold asks for by its list is counted at the item; by a query alone it may be later. */
    private void held(Kept kept, Item item, List<Violation> wrong) {
        long listed = expectation.holds().stream()
                .filter(hold -> hold.releasedAt == null && hold.lists(kept))
                .count();
        long asking = expectation.holds().stream()
                .filter(hold -> hold.releasedAt == null && hold.asksFor(kept))
                .count();
        if (item.holdCount() < listed || item.holdCount() > asking) {
            wrong.add(new Violation(
                    "I1 the item counts its holds",
                    "%s counts %d, of which %d list it and %d ask for it"
                            .formatted(kept, item.holdCount(), listed, asking)));
        }
    }

    private boolean keptByAHold(Kept kept) {
        Instant now = ground.trueTime();
        return kept.anchor != null
                && Expectation.terms(kept, now)
                        .destructionAtLatest(kept.trashedAt)
                        .isBefore(now)
                && !expectation.protecting(kept, now).isEmpty();
    }

    /** I13: whatever destroys bytes was told of in the trail before. Called at the moment of the call. */
    Optional<Violation> destroying(String call, ObjectKey key) {
        String[] parts = key.value().split("/", -1);
        ItemId id = new ItemId(UUID.fromString(parts[1]));
        List<String> told = ground.the(Trail.class).of(expectation.account, id).stream()
                .map(Trail.Entry::action)
                .filter(action -> action.equals("item.destroying") || action.equals("orphan.destroying"))
                .toList();
        Optional<Item> item = ground.the(Items.class).find(id);
        if (told.isEmpty()) {
            return Optional.of(new Violation(
                    "I13 an entry before every destructive call",
                    call + " of " + key + ", of which the trail knows nothing"));
        }
        return item.map(Item::state)
                .filter(state -> !GONE.contains(state))
                .map(state -> new Violation(
                        "I1 no byte of an item that is kept is deleted", call + " of " + key + ", which is " + state));
    }
}
