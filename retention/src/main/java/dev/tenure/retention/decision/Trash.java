package dev.tenure.retention.decision;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import java.util.function.BooleanSupplier;
import org.springframework.transaction.support.TransactionOperations;

/** Deletion by a host, which hides at once and can be undone until the grace is over. Neither deleting nor restoring moves any date. */
public final class Trash {

    private final Items items;
    private final TransactionOperations transaction;

    Trash(Items items, TransactionOperations transaction) {
        this.items = items;
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
        return changed(item, expected, () -> put(item, actor));
    }

    /** Shows the item again, as it was. */
    public Outcome restore(Item item, Expected expected, Actor actor) {
        return changed(item, expected, () -> restore(item, actor));
    }

    /** Compares under the row's lock, so that nothing comes between the look and the change. */
    private Outcome changed(Item item, Expected expected, BooleanSupplier change) {
        return transaction.execute(status -> {
            if (!items.lock(item.id())
                    .map(Item::revision)
                    .filter(expected::allows)
                    .isPresent()) {
                return Outcome.OUTDATED;
            }
            return change.getAsBoolean() ? Outcome.DONE : Outcome.IMPOSSIBLE;
        });
    }

    /** Hides the item. False when its state does not allow it, or another was faster. */
    public boolean put(Item item, Actor actor) {
        return ItemLifecycle.allows(item.state(), ItemState.TRASHED)
                && items.move(item.id(), item.state(), ItemState.TRASHED, actor, item.problem());
    }

    /** Shows the item again, as it was. False when it is not in the trash any more. */
    public boolean restore(Item item, Actor actor) {
        ItemState before = item.trashedFrom();
        return item.state() == ItemState.TRASHED
                && before != null
                && items.move(item.id(), ItemState.TRASHED, before, actor, item.problem());
    }
}
