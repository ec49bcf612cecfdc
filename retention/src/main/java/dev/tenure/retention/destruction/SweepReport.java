package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import java.util.List;

/**
 * What a sweep came to.
 *
 * @param destroyed items whose key is destroyed since this sweep
 * @param deferred items whose time has come but which stay, each with its cause
 * @param stopped accounts of which nothing was taken, because sweeps are paused or a person should look first
 */
public record SweepReport(List<ItemId> destroyed, List<Deferral> deferred, List<Stopped> stopped) {

    public SweepReport {
        destroyed = List.copyOf(destroyed);
        deferred = List.copyOf(deferred);
        stopped = List.copyOf(stopped);
    }

    /**
     * An item that stays.
     *
     * @param cause what keeps it, for people
     */
    public record Deferral(ItemId item, Cause kind, String cause) {}

    /** An account that a sweep passed over. */
    public record Stopped(AccountId account, String cause) {}
}
