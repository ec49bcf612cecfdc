package dev.tenure.ingest.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the end of a recording, from which its retention is counted. Rules: it is what the media server reported, fixed once; one that is missing,
 * lies ahead, lies before its meeting, or is more than a day off its meeting's end is not believed, and the item waits for a person.
 */
public final class Anchors {

    /** How far a recording's end may lie from its meeting's, on either side. */
    private static final Duration FARTHEST = Duration.ofHours(24);

    private Anchors() {}

    /**
     * What speaks against an end that a media server reported; empty when nothing does.
     *
     * @param tolerance how far its clock may run ahead of ours
     */
    public static Optional<QuarantineReason> doubt(
            @Nullable Instant reported, Instant meetingStart, Instant meetingEnd, Instant now, Duration tolerance) {
        if (reported == null) {
            return Optional.of(new QuarantineReason(
                    QuarantineCause.ANCHOR_MISSING,
                    "nobody said when the recording ended, so its retention cannot be counted"));
        }
        return doubtOfPerson(reported, meetingStart, now, tolerance)
                .or(() -> Duration.between(meetingEnd, reported).abs().compareTo(FARTHEST) > 0
                        ? implausible(
                                reported,
                                "is more than " + FARTHEST.toHours() + " hours off the meeting's end, " + meetingEnd)
                        : Optional.empty());
    }

    /** As {@link #doubt}, for a person who says so by name: they may know better than the meeting's own end, but not what lies ahead. */
    static Optional<QuarantineReason> doubtOfPerson(
            Instant said, Instant meetingStart, Instant now, Duration tolerance) {
        if (said.isAfter(now.plus(tolerance))) {
            return implausible(said, "lies ahead of now");
        }
        return said.isBefore(meetingStart)
                ? implausible(said, "lies before the meeting began, " + meetingStart)
                : Optional.empty();
    }

    private static Optional<QuarantineReason> implausible(Instant said, String why) {
        return Optional.of(new QuarantineReason(
                QuarantineCause.ANCHOR_IMPLAUSIBLE,
                "the end of the recording, " + said + ", cannot be true, so its retention cannot be counted: it "
                        + why));
    }
}
