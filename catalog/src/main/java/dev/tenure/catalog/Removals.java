package dev.tenure.catalog;

import java.util.List;

/** Says whether single objects of an item that lives on may be deleted: chunks that are joined, renditions that were replaced. */
public interface Removals {

    /**
     * The point of no return for objects that nobody needs: they are given up, and the trail says that they go, before the first of them is deleted. A hold
     * on the item, or its cool-off, forbids it. A hold and this see each other in one order or the other: whoever places a hold at the same moment
     * waits for this, or this for the hold.
     *
     * <p>Asked again for objects that could not be deleted then, it answers anew: a hold that came meanwhile keeps what is left of them.
     *
     * @return false when the item is held, or is not there; nothing was changed
     */
    boolean permit(ItemId item, List<ObjectId> objects, Actor actor);
}
