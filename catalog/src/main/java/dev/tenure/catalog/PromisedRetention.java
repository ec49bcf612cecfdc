package dev.tenure.catalog;

import java.time.Instant;

/** What was promised of how long an item is kept. Whoever knows rules provides it; without one, nothing was promised. */
public interface PromisedRetention {

    /**
     * Whether what obliges its account to keep the item until now does so no less when it is ruled by another class, from another anchor on.
     */
    boolean kept(Item item, Instant anchor, String retentionClass);
}
