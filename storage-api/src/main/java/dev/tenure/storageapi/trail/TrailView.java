package dev.tenure.storageapi.trail;

import dev.tenure.catalog.Trail;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param item that it happened to; null for what concerns the account as a whole
 * @param actor null once it was erased; then the detail is empty
 */
record TrailView(
        long sequence,
        Instant at,
        @Nullable String item,
        String action,
        @Nullable String actor,
        Map<String, String> detail) {

    static TrailView of(Trail.Entry entry) {
        return new TrailView(
                entry.sequence(),
                entry.at(),
                entry.item() == null ? null : entry.item().toString(),
                entry.action(),
                entry.actor() == null ? null : entry.actor().value(),
                entry.detail());
    }
}
