package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sweep came to so far. Names at most {@value Sweep#MAX_SHOWN} items that stay. */
final class Tally {

    private final List<ItemId> destroyed = new ArrayList<>();
    private final Map<ItemId, Destruction.Kept> deferred = new LinkedHashMap<>();
    private final Map<AccountId, Long> deferrals = new HashMap<>();
    private final List<SweepReport.Stopped> stopped = new ArrayList<>();

    void destroyed(ItemId item) {
        destroyed.add(item);
    }

    void deferred(AccountId account, ItemId item, Destruction.Kept cause) {
        deferrals.merge(account, 1L, Long::sum);
        if (deferred.size() < Sweep.MAX_SHOWN) {
            deferred.put(item, cause);
        }
    }

    void stopped(AccountId account, String cause) {
        stopped.add(new SweepReport.Stopped(account, cause));
    }

    /** How many items of the account stay, named or not. */
    long deferrals(AccountId account) {
        return deferrals.getOrDefault(account, 0L);
    }

    SweepReport report() {
        return new SweepReport(
                destroyed,
                deferred.entrySet().stream()
                        .map(one -> new SweepReport.Deferral(
                                one.getKey(),
                                one.getValue().cause(),
                                one.getValue().words()))
                        .toList(),
                stopped);
    }
}
