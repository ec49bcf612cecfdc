package dev.tenure.objectstore.sealing;

/** What became of the wish to retire a wrapping key. */
public enum Retirement {
    /** The vault has it no more. */
    RETIRED,
    /** It is the primary; rotate first. Nothing was changed. */
    IS_PRIMARY,
    /** The vault has no such key. Nothing was changed. */
    UNKNOWN
}
