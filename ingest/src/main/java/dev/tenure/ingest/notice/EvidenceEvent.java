package dev.tenure.ingest.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened between a participant and a notice.
 *
 * @param id the media server's id of it, unique in the meeting; what comes twice is kept once
 * @param mediaOffsetMillis where in the recording it was
 * @param notice which notice; absent where it was none's, as for somebody who came or left
 * @param action how: a button, a key that was pressed
 * @param proof the media server's own id of the delivery, or of the client that confirmed it
 * @param mediaBefore whether the participant's media could be captured until then; for the record alone
 * @param media whether the participant's media could be captured from then on; absent where that did not change
 * @param purpose a purpose that was added, such as notes made by a machine
 * @param validUntil when a consent ends by itself
 * @param proxy whether somebody else acted for the participant, as a guardian does
 */
public record EvidenceEvent(
        String id,
        Participant participant,
        Act type,
        Instant at,
        @Nullable Long mediaOffsetMillis,
        @Nullable NoticeRef notice,
        @Nullable String channel,
        @Nullable String language,
        @Nullable String action,
        @Nullable String proof,
        @Nullable Media mediaBefore,
        @Nullable Media media,
        @Nullable String purpose,
        @Nullable Instant validUntil,
        boolean proxy) {

    /**
     * Who it was. Kept apart under a pseudonym, and forgotten with the meeting's people.
     *
     * @param id the media server's id of the participant
     */
    public record Participant(
            String id, @Nullable String name, @Nullable String email, Strength strength) {}

    /** How well it is known who somebody was. */
    public enum Strength {
        ACCOUNT,
        INVITED_EMAIL,
        PHONE,
        GUEST_NAME
    }

    /** What happened. */
    public enum Act {
        JOINED,
        NOTICE_PRESENTED,
        NOTICE_HEARD,
        EXPLICIT_ACCEPT,
        IMPLIED_STAY,
        DECLINED,
        LEFT,
        WITHDRAWN,
        EXPIRED,
        RE_ASKED;

        /** Whether from then on the participant knew. */
        public boolean informs() {
            return switch (this) {
                case NOTICE_PRESENTED, NOTICE_HEARD, EXPLICIT_ACCEPT -> true;
                case JOINED, IMPLIED_STAY, DECLINED, LEFT, WITHDRAWN, EXPIRED, RE_ASKED -> false;
            };
        }

        /** Whether from then on nothing of the participant may be captured. */
        boolean refuses() {
            return this == DECLINED || this == WITHDRAWN || this == EXPIRED;
        }

        /** The state of the consent in the words of ISO/IEC TS 27560; absent where it says nothing of it. */
        @Nullable
        String consentState() {
            return switch (this) {
                case NOTICE_PRESENTED, NOTICE_HEARD, RE_ASKED -> "requested";
                case EXPLICIT_ACCEPT, IMPLIED_STAY -> "given";
                case DECLINED -> "refused";
                case WITHDRAWN -> "withdrawn";
                case EXPIRED -> "expired";
                case JOINED, LEFT -> null;
            };
        }
    }

    /** Whether a participant's media can be captured. */
    public enum Media {
        /** Muted and hidden. */
        BLOCKED,
        OPEN
    }
}
