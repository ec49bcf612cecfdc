package dev.tenure.storageapi.items;

import dev.tenure.catalog.Trail;
import java.time.Instant;
import java.util.Map;

/** One thing that happened to an item. */
record TrailView(long sequence, Instant at, String actor, String action, Map<String, String> detail) {

    static TrailView of(Trail.Entry entry) {
        return new TrailView(entry.sequence(), entry.at(), entry.actor().value(), entry.action(), entry.detail());
    }
}
