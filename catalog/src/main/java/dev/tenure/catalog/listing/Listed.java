package dev.tenure.catalog.listing;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.PersonId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item as a list shows it.
 *
 * @param owner absent while nobody of the account is known as its host
 * @param bytes of all its objects that are kept and visible, before sealing
 * @param held whether a legal hold is on it
 */
public record Listed(
        ItemId id,
        ItemKind kind,
        String fileName,
        Occasion meeting,
        @Nullable PersonId owner,
        long bytes,
        Progress progress,
        boolean held,
        @Nullable Notice notice,
        @Nullable Instant trashedAt) {

    /** The meeting that it was recorded of; title and host are empty once forgotten. */
    public record Occasion(MeetingId id, String title, String host, Instant startsAt, Instant endsAt) {

        public Duration length() {
            return Duration.between(startsAt, endsAt);
        }
    }

    /**
     * How far it is.
     *
     * @param fraction of its processing, 0 to 1
     * @param problem why it is where it is, for people to read
     */
    public record Progress(
            ItemState state,
            Instant since,
            double fraction,
            @Nullable String stage,
            @Nullable String problem) {}

    /** The consent notice that participants saw or heard. */
    public record Notice(String name, int version, String language) {}
}
