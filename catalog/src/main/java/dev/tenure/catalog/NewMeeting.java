package dev.tenure.catalog;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A meeting as a media server describes it. Text is kept as it came, up to the limits checked here. */
public record NewMeeting(
        String externalId,
        String title,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        String host,
        List<Meeting.Participant> participants) {

    /** The longest text kept of one field, in characters: enough for every real title, too short to hide a document in. */
    public static final int MAX_TEXT = 500;

    /** The most participants kept of one meeting; the largest public webinars stay below. */
    public static final int MAX_PARTICIPANTS = 10_000;

    public NewMeeting {
        participants = List.copyOf(participants);
        Described.text("meeting id", externalId, MAX_TEXT);
        Described.text("meeting title", title, MAX_TEXT);
        Described.text("host", host, MAX_TEXT);
        Described.time("start of the meeting", startsAt);
        Described.time("end of the meeting", endsAt);
        if (endsAt.isBefore(startsAt)) {
            throw new IllegalArgumentException("the meeting ends (" + endsAt + ") before it starts (" + startsAt + ")");
        }
        if (participants.size() > MAX_PARTICIPANTS) {
            throw new IllegalArgumentException("more than " + MAX_PARTICIPANTS + " participants");
        }
        for (Meeting.Participant one : participants) {
            Described.text("participant", one.displayName(), MAX_TEXT);
            if (one.email() != null) {
                Described.text("participant's e-mail address", one.email(), MAX_TEXT);
            }
        }
    }
}
