package dev.tenure.storageapi.retention;

import dev.tenure.retention.hold.MirrorStanding;
import dev.tenure.retention.hold.MirrorStanding.Behind;
import dev.tenure.retention.hold.MirrorStanding.Mirrored;
import dev.tenure.retention.hold.MirrorStanding.NotHeld;
import dev.tenure.retention.hold.MirrorStanding.TenureOnly;

/**
 * How far the bucket itself keeps what a hold covers.
 *
 * @param standing in a word
 * @param said the same in a sentence
 */
record MirrorView(Standing standing, String said) {

    /** The words for it. */
    enum Standing {
        MIRRORED,
        BEHIND,
        TENURE_ONLY,
        NOT_HELD
    }

    static MirrorView of(MirrorStanding standing, int items) {
        return switch (standing) {
            case Mirrored(var asOf) ->
                new MirrorView(
                        Standing.MIRRORED,
                        "Mirrored, " + items + " of " + items
                                + ": every version of its items was locked in the bucket as of " + asOf + ".");
            case Behind(var behind, var problem) ->
                new MirrorView(
                        Standing.BEHIND,
                        "Mirrored, " + (items - behind) + " of " + items
                                + "; the rest is kept by Tenure only, behind because "
                                + (problem == null ? "the mirror was not there yet." : "of this: " + problem));
            case TenureOnly() ->
                new MirrorView(Standing.TENURE_ONLY, "Kept by Tenure only: the store was not found to enforce locks.");
            case NotHeld() -> new MirrorView(Standing.NOT_HELD, "The hold is not in force.");
        };
    }
}
