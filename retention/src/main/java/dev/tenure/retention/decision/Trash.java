package dev.tenure.retention.decision;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletion by a host, which hides at once and can be undone until the grace is over. Neither deleting nor restoring moves any date. With the last recording
 * of a meeting goes what else was kept of it, and comes back with whichever of its recordings comes back first.
 */
public final class Trash {

    private static final Comparator<ItemId> IN_ORDER = Comparator.comparing(ItemId::value);

    private final Items items;
    private final Meetings meetings;
    private final TransactionOperations transaction;

    Trash(Items items, Meetings meetings, TransactionOperations transaction) {
        this.items = items;
        this.meetings = meetings;
        this.transaction = transaction;
    }

    /** What became of a wish. */
    public enum Outcome {
        DONE,
        /** The item is another revision than the caller expected; nothing changed. */
        OUTDATED,
        /** The item's state does not allow it, or another was faster; nothing changed. */
        IMPOSSIBLE
    }

    /** Hides the item. */
    public Outcome put(Item item, Expected expected, Actor actor) {
        return changed(item, expected, this::goingWith, now -> moved(now, actor));
    }

    /** Shows the item again, as it was. */
    public Outcome restore(Item item, Expected expected, Actor actor) {
        return changed(item, expected, this::goneWith, now -> movedBack(now, actor));
    }

    /** Hides the item. False when its state does not allow it, or another was faster. */
    public boolean put(Item item, Actor actor) {
        return put(item, Expected.ANY, actor) == Outcome.DONE;
    }

    /** Shows the item again, as it was. False when it is not in the trash any more. */
    public boolean restore(Item item, Actor actor) {
        return restore(item, Expected.ANY, actor) == Outcome.DONE;
    }

    /** Compares under the row's lock, so that nothing comes between the look and the change. */
    private Outcome changed(
            Item item, Expected expected, Function<Item, List<ItemId>> companions, Predicate<Item> change) {
        return transaction.execute(status -> {
            // Of two recordings that go at once, the second finds that it is the last. What is being destroyed does not
            // change here, and whoever certifies that locks it before its meeting.
            if (item.state() != ItemState.DESTROYING) {
                meetings.lock(item.meeting());
            }
            // In order of id, as by whoever places a hold on them: two never wait for each other in a circle.
            TreeSet<ItemId> together = new TreeSet<>(IN_ORDER);
            together.addAll(companions.apply(item));
            together.add(item.id());
            together.forEach(items::lock);
            Optional<Item> now = items.find(item.id()).filter(found -> expected.allows(found.revision()));
            if (now.isEmpty()) {
                return Outcome.OUTDATED;
            }
            return change.test(now.get()) ? Outcome.DONE : Outcome.IMPOSSIBLE;
        });
    }

    private List<ItemId> goingWith(Item item) {
        return item.kind() == ItemKind.RECORDING ? meetings.goingWith(item) : List.of();
    }

    private List<ItemId> goneWith(Item item) {
        return item.kind() == ItemKind.RECORDING ? meetings.goneWith(item) : List.of();
    }

    private boolean moved(Item item, Actor actor) {
        if (!ItemLifecycle.allows(item.state(), ItemState.TRASHED)
                || !items.move(item.id(), item.state(), ItemState.TRASHED, actor, item.problem())) {
            return false;
        }
        for (ItemId id : goingWith(item)) {
            items.lock(id)
                    .filter(companion -> ItemLifecycle.allows(companion.state(), ItemState.TRASHED))
                    .ifPresent(companion -> items.trashWith(companion, item.id(), actor));
        }
        return true;
    }

    private boolean movedBack(Item item, Actor actor) {
        if (!restored(item, actor)) {
            return false;
        }
        goneWith(item).forEach(id -> items.lock(id).ifPresent(companion -> restored(companion, actor)));
        return true;
    }

    private boolean restored(Item item, Actor actor) {
        ItemState before = item.trashedFrom();
        return item.state() == ItemState.TRASHED
                && before != null
                && items.move(item.id(), ItemState.TRASHED, before, actor, item.problem());
    }
}
