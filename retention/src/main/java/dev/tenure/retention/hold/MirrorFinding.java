package dev.tenure.retention.hold;

/** Something about a lock in the bucket that the mirror did not expect, and that an auditor must hear of. */
public enum MirrorFinding {
    /** Somebody cleared the lock of a held item's version; it was set again. */
    CLEARED_BY_OTHERS("hold.drift-repaired"),
    /** A held item's version came into the bucket past the catalog, after the mirror ran; it was locked. */
    UNMIRRORED("hold.drift-repaired"),
    /** A lock that Tenure did not set, or that came back after Tenure had cleared its own; it was left as it is. */
    FOREIGN_LOCK("hold.foreign-lock"),
    /** A version that carried our lock is not in the bucket any more although its item is held. */
    VERSION_LOST("hold.version-lost");

    private final String action;

    MirrorFinding(String action) {
        this.action = action;
    }

    /** The word for it in the trail. */
    public String action() {
        return action;
    }
}
