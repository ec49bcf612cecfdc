package dev.tenure.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last two changes of state, for many items in one transaction: that many items share what a transaction costs. What is said of {@link Items} holds
 * here too: whatever changes is told to the trail and the outbox in the same transaction. All need a transaction.
 */
public interface Endings {

    /**
     * The items as they are once no hold of theirs can come or go, each under every hold that asks for it, their rows locked in order of id until the
     * transaction ends. One that is not there is not among them.
     */
    List<Item> lockToDestroy(Collection<ItemId> ids);

    /**
     * Destroys the wrapped keys of items that {@link #lockToDestroy} gave, and moves them to DESTROYING. Once the transaction commits, nobody can read their
     * bytes.
     *
     * @return the keys as they were
     * @throws IllegalStateException when an item has no key, is held, or has moved although it was locked: nothing may be committed then
     */
    Map<ItemId, ItemKey> destroy(Collection<Item> locked, Actor actor);

    /**
     * Moves items from DESTROYING to PURGED, takes their objects for gone, and forgets the people of meetings of which nothing is left.
     *
     * @return those of which it was true; of the others another was faster
     */
    Set<ItemId> purge(Collection<Item> items, Actor actor);
}
