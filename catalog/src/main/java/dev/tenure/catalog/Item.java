package dev.tenure.catalog;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Customer content under retention.
 *
 * @param host of its meeting, as the media server names them; empty once forgotten
 * @param problem why it is quarantined or rejected, or what its processing ran into; for people to read
 * @param anchor end of the recording, where retention periods begin; absent until known
 * @param retentionClass the interned facts that rule it; absent until known
 * @param notice the consent notice that participants saw or heard; absent when the media server named none
 * @param fileName as the media server called it: for showing only, never part of a path or key
 * @param trashedFrom the state to which a restore returns it; absent unless trashed
 * @param holdCount legal holds on it now; above 0 nothing may destroy it
 * @param coolOffUntil end of the cool-off after its last hold was released
 * @param revision counts the changes of all that is here but the lease and the progress
 * @param progress how far processing is, 0 to 1
 * @param progressStage what processing does just now
 */
public record Item(
        ItemId id,
        AccountId account,
        MeetingId meeting,
        ItemKind kind,
        String host,
        ItemState state,
        @Nullable String problem,
        @Nullable Instant anchor,
        @Nullable String retentionClass,
        @Nullable NoticeId notice,
        @Nullable Instant noticeShownAt,
        String fileName,
        Instant createdAt,
        Instant stateSince,
        @Nullable Instant trashedAt,
        @Nullable ItemState trashedFrom,
        int holdCount,
        @Nullable Instant coolOffUntil,
        @Nullable Instant leaseUntil,
        long revision,
        double progress,
        @Nullable String progressStage) {

    /** Why nothing may destroy it, or any of it, at this instant; empty where neither a hold nor a cool-off does. */
    public Optional<String> vetoAt(Instant now) {
        if (holdCount > 0) {
            return Optional.of("a legal hold keeps it");
        }
        return coolOffUntil != null && coolOffUntil.isAfter(now)
                ? Optional.of("the cool-off of a released hold keeps it until " + coolOffUntil)
                : Optional.empty();
    }
}
