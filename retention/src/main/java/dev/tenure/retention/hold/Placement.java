package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import java.util.List;

/**
 * What placing a hold came to, item by item: never just "done". Each item asked for is in exactly one list.
 *
 * @param preserved kept from now on
 * @param inDestruction past the point of no return when the hold came
 * @param destroyed gone before
 */
public record Placement(HoldId hold, List<ItemId> preserved, List<ItemId> inDestruction, List<ItemId> destroyed) {

    public Placement {
        preserved = List.copyOf(preserved);
        inDestruction = List.copyOf(inDestruction);
        destroyed = List.copyOf(destroyed);
    }
}
