package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import java.util.List;

/**
 * What placing a hold came to, item by item: never just "done". Each item of its scope counts in exactly one place.
 *
 * @param preserved kept from now on
 * @param inDestruction past the point of no return when the hold came
 * @param destroyed gone before
 */
public record Placement(HoldId hold, Items preserved, Items inDestruction, Items destroyed) {

    /** The most items that a placement names of each kind; all of them can be read page by page. More would only make answers large. */
    public static final int MAX_NAMED = 1_000;

    /**
     * Items of one kind.
     *
     * @param first at most {@value Placement#MAX_NAMED} of them, in order of id
     */
    public record Items(long count, List<ItemId> first) {

        public Items {
            first = List.copyOf(first);
        }
    }
}
