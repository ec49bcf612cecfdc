package dev.tenure.ingest.quarantine;

/** Kinds of reasons. */
public enum QuarantineCause {
    /** Nobody said when the recording ended. */
    ANCHOR_MISSING,
    /** The end that was reported cannot be true. */
    ANCHOR_IMPLAUSIBLE,
    /** There is no evidence that participants knew of the recording. */
    NO_NOTICE,
    /** The bytes are not those that were announced. */
    OTHER_BYTES,
    /** The content is not what its kind must be, or is damaged. */
    UNEXPECTED_CONTENT,
    /** It was to be joined out of partial uploads, and one of them cannot be read. */
    PARTS_UNREADABLE;

    /**
     * Whether a person may let it pass as it is. An end of the recording must be put right: nothing can be counted without it. And what is not there
     * cannot go on.
     */
    public boolean waivable() {
        return switch (this) {
            case ANCHOR_MISSING, ANCHOR_IMPLAUSIBLE, PARTS_UNREADABLE -> false;
            case NO_NOTICE, OTHER_BYTES, UNEXPECTED_CONTENT -> true;
        };
    }
}
