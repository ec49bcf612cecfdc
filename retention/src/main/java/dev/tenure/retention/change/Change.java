package dev.tenure.retention.change;

import dev.tenure.catalog.PersonId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A proposal to let a revision of the rules bind, wholly, what is there already, and what became of it.
 *
 * @param ruleSet the revision
 * @param reason why, in the proposer's words
 * @param seen the preview that was proposed; its instant is that of the proposal
 * @param approval absent until a second person approved
 * @param revocation absent unless it was taken back
 */
public record Change(
        ChangeId id,
        UUID ruleSet,
        int rulesRevision,
        String reason,
        Preview seen,
        PersonId proposedBy,
        Instant proposedAt,
        @Nullable Approval approval,
        @Nullable Revocation revocation) {

    /** A second person's word, and when the change takes effect by it. */
    public record Approval(PersonId by, Instant at, Instant takesEffectAt) {}

    /** Who took it back, and why. */
    public record Revocation(String by, Instant at, String reason) {}

    /** How it stands. */
    public enum Standing {
        /** Waits for a second person; nothing has changed. */
        PROPOSED,
        /** Approved; nothing is due because of it yet, and it can be revoked. */
        WAITING,
        /** It rules what is there. */
        IN_FORCE,
        /** It never took effect, and never will. */
        REVOKED
    }

    public Standing standingAt(Instant now) {
        if (revocation != null) {
            return Standing.REVOKED;
        }
        if (approval == null) {
            return Standing.PROPOSED;
        }
        return approval.takesEffectAt().isAfter(now) ? Standing.WAITING : Standing.IN_FORCE;
    }

    /** Whether it may still be approved or revoked; an account has one such at a time. */
    boolean isOpenAt(Instant now) {
        Standing standing = standingAt(now);
        return standing == Standing.PROPOSED || standing == Standing.WAITING;
    }

    /** Counts what people did with it. */
    public long revision() {
        return 1L + (approval == null ? 0 : 1) + (revocation == null ? 0 : 1);
    }
}
