package dev.tenure.ingest;

/** What became of the wish to upload. */
public sealed interface Creation {

    /** The upload is announced; send the bytes. */
    record Created(Upload upload) implements Creation {}

    /** Nothing was kept. */
    record Refused(Reason reason, String explanation) implements Creation {}

    /** Why an upload is refused. */
    enum Reason {
        TOO_LARGE,
        EMPTY,
        BAD_DESCRIPTION,
        /** The account takes no recording without evidence of a notice. */
        NO_NOTICE,
        /** The evidence that came with it contradicts what is known, or names a notice that is not. */
        EVIDENCE_REFUSED,
        /** The account has as many uploads, or bytes, under way as it may. */
        OVER_QUOTA,
        /** One of the uploads to be joined is none of the account's. */
        PART_UNKNOWN,
        /** One of the uploads to be joined is not partial, not complete, or joined already. */
        PART_UNFIT
    }
}
