package dev.tenure.retention.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a hold asks for beside the items of its list, now and as long as it is in force. All that is given must fit; people are compared without regard to
 * case, under each name that the account knows them by.
 *
 * @param wholeAccount everything of the account; then nothing else is given
 * @param host who held the meeting: an address of mail, or another name that media servers know them by
 * @param participant an address of mail of somebody who took part in the meeting, or was its host
 * @param meeting the meeting's external id, exactly
 * @param endedFrom recordings that ended then or later; where a recording's end is not known its meeting's end counts
 * @param endedBefore recordings that ended earlier than this
 */
public record HoldQuery(
        boolean wholeAccount,
        @Nullable String host,
        @Nullable String participant,
        @Nullable String meeting,
        @Nullable Instant endedFrom,
        @Nullable Instant endedBefore) {

    /** Longer than any name or id that the catalog keeps; longer texts would match nothing. */
    public static final int MAX_TEXT = 500;

    public HoldQuery {
        boolean narrowed =
                host != null || participant != null || meeting != null || endedFrom != null || endedBefore != null;
        if (!narrowed && !wholeAccount) {
            throw new IllegalArgumentException(
                    "a query asks for a host, a participant, a meeting or times; everything must be asked for as the whole account");
        }
        if (narrowed && wholeAccount) {
            throw new IllegalArgumentException("a query of the whole account asks for nothing else");
        }
        text("host", host);
        text("participant", participant);
        text("meeting", meeting);
        if (endedFrom != null && endedBefore != null && !endedFrom.isBefore(endedBefore)) {
            throw new IllegalArgumentException("the times end before they begin");
        }
    }

    public static HoldQuery ofWholeAccount() {
        return new HoldQuery(true, null, null, null, null, null);
    }

    public static HoldQuery ofHost(String host) {
        return new HoldQuery(false, host, null, null, null, null);
    }

    private static void text(String what, @Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > MAX_TEXT)) {
            throw new IllegalArgumentException("a " + what + " has 1 to " + MAX_TEXT + " characters");
        }
    }
}
