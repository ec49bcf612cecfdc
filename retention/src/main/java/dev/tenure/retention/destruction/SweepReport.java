package dev.tenure.retention.destruction;

import dev.tenure.catalog.ItemId;
import java.util.List;

/**
 * What a sweep came to.
 *
 * @param destroyed items whose key is destroyed since this sweep
 * @param deferred items whose time has come but which stay, each with its cause
 */
public record SweepReport(List<ItemId> destroyed, List<Deferral> deferred) {

    public SweepReport {
        destroyed = List.copyOf(destroyed);
        deferred = List.copyOf(deferred);
    }

    /** An item that stays. */
    public record Deferral(ItemId item, String cause) {}
}
