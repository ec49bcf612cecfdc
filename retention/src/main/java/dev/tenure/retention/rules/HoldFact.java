package dev.tenure.retention.rules;

import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hold on an item, open or released. An open hold forbids destruction whatever its dates say.
 *
 * @param releasedAt null while the hold is open
 * @param coolOff how long the hold still protects after its release
 */
public record HoldFact(
        UUID hold, Instant placedAt, @Nullable Instant releasedAt, Grace coolOff) {

    public HoldFact {
        if (releasedAt != null && releasedAt.isBefore(placedAt)) {
            throw new IllegalArgumentException("a hold cannot be released before it was placed");
        }
    }

    /** The hold as it was at an instant, or will be if nobody touches it; empty before it was placed. */
    public Optional<HoldFact> asOf(Instant at) {
        if (placedAt.isAfter(at)) {
            return Optional.empty();
        }
        boolean released = releasedAt != null && !releasedAt.isAfter(at);
        return Optional.of(new HoldFact(hold, placedAt, released ? releasedAt : null, coolOff));
    }

    Horizon protectsUntil() {
        return releasedAt == null ? Horizon.never() : Horizon.at(coolOff.after(releasedAt));
    }
}
