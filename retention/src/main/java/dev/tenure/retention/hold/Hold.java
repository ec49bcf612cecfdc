package dev.tenure.retention.hold;

import dev.tenure.catalog.Actor;
import dev.tenure.retention.Grace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A legal matter that keeps items. Kept for ever, also after its release.
 *
 * @param matter as it was given; its {@code effectiveAt} is always there
 * @param query what it asks for beside its list; absent where it has a list only
 * @param coolOff how long it still protects after its release
 * @param items how many items it covers
 * @param release absent while it is in force
 */
public record Hold(
        HoldId id,
        Matter matter,
        @Nullable HoldQuery query,
        Actor placedBy,
        Instant placedAt,
        Grace coolOff,
        int items,
        @Nullable Release release) {

    /** The end of a hold. */
    public record Release(Actor by, Instant at, String reason) {}
}
