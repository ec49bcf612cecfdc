package dev.tenure.retention.decision;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;

/** Deletion by a host, which hides at once and can be undone until the grace is over. Neither deleting nor restoring moves any date. */
public final class Trash {

    private final Items items;

    Trash(Items items) {
        this.items = items;
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
