package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.UploadId;
import dev.tenure.ingest.handover.MeetingFacts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a source told of, as its account sees it.
 *
 * @param key absent once it was forgotten, like the file's name
 */
public record Told(
        UUID id,
        @Nullable String key,
        ItemKind kind,
        @Nullable String fileName,
        State state,
        @Nullable String problem,
        Instant heardAt,
        Instant nextAttemptAt,
        int attempts,
        @Nullable ItemId item,
        @Nullable Instant arrivedAt,
        boolean sourceDeleted) {

    /** Where it is. */
    public enum State {
        /** To be fetched, now or later; or being fetched. */
        HEARD,
        /** Here, and verified. */
        ARRIVED,
        /** Given up; the problem says why. */
        FAILED,
        /** There is nothing to fetch as things stand; the problem says why. */
        UNUSABLE
    }

    /** One that is claimed, with all that fetching it takes. */
    record Claimed(
            UUID id,
            UUID claim,
            SourceId source,
            String key,
            ItemKind kind,
            String fileName,
            @Nullable Long size,
            MeetingFacts meeting,
            @Nullable Instant recordedUntil,
            Instant heardAt,
            Instant giveUpAt,
            int attempts,
            @Nullable UploadId upload,
            @Nullable String version) {}
}
