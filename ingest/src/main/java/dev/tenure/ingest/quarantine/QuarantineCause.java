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
    UNEXPECTED_CONTENT;

    /** Whether a person may let it pass as it is. An end of the recording must be put right: nothing can be counted without it. */
    public boolean waivable() {
        return switch (this) {
            case ANCHOR_MISSING, ANCHOR_IMPLAUSIBLE -> false;
            case NO_NOTICE, OTHER_BYTES, UNEXPECTED_CONTENT -> true;
        };
    }
}
