package dev.tenure.ingest.handover;

import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.NewMeeting;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a source says of the meeting that was recorded. All but the id may be missing.
 *
 * @param externalId the server's own, different for each occurrence of a meeting
 * @param zone an IANA name
 */
public record MeetingFacts(
        String externalId,
        @Nullable String title,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String zone,
        @Nullable String host,
        List<Meeting.Participant> participants) {

    public MeetingFacts {
        participants = List.copyOf(participants);
    }

    /** A meeting of which there are times and a title, and no more. */
    public static MeetingFacts of(
            String externalId, @Nullable String title, @Nullable Instant startsAt, @Nullable Instant endsAt) {
        return new MeetingFacts(externalId, title, startsAt, endsAt, null, null, List.of());
    }

    /**
     * Fills what is missing, and cuts what is too long: a recording is not lost for its title.
     *
     * @param hostOfSource whose the source's recordings are when it does not say
     * @param heardAt stands for times that nobody said
     */
    public NewMeeting complete(ZoneId zoneOfSource, String hostOfSource, Instant heardAt) {
        Instant start = Stream.of(startsAt, endsAt, heardAt)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(heardAt);
        Instant end = endsAt == null || endsAt.isBefore(start) ? start : endsAt;
        List<Meeting.Participant> people = participants.stream()
                .limit(NewMeeting.MAX_PARTICIPANTS)
                .filter(one -> fit(one.displayName()) != null)
                .map(one -> new Meeting.Participant(or(one.displayName(), "?"), fit(one.email())))
                .toList();
        return new NewMeeting(
                or(externalId, "unknown"),
                or(title, or(externalId, "unknown")),
                start,
                end,
                zone(zoneOfSource),
                or(host, hostOfSource),
                people);
    }

    private ZoneId zone(ZoneId otherwise) {
        try {
            return zone == null || zone.isBlank() ? otherwise : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            return otherwise;
        }
    }

    private static String or(@Nullable String text, String otherwise) {
        String fit = fit(text);
        return fit == null ? otherwise : fit;
    }

    private static @Nullable String fit(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        int end = Math.min(clean.length(), NewMeeting.MAX_TEXT);
        // Half of a character outside the basic plane is none.
        if (end < clean.length() && Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        return clean.isBlank() ? null : clean.substring(0, end);
    }
}
