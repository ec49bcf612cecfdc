package dev.tenure.catalog;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a meeting, as the media server described it.
 *
 * @param externalId the media server's id; unique within the account
 * @param zone where its civil days are counted
 * @param host who decides about its recordings, as the media server names them
 * @param participants empty once forgotten
 */
public record Meeting(
        MeetingId id,
        AccountId account,
        String externalId,
        String title,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        String host,
        List<Participant> participants) {

    public Meeting {
        participants = List.copyOf(participants);
    }

    /** Somebody who was there. */
    public record Participant(String displayName, @Nullable String email) {}
}
