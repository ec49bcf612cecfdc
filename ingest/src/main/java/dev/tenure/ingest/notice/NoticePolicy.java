package dev.tenure.ingest.notice;

/** What an account wants of recordings and transcripts for which there is no evidence of a notice. */
public enum NoticePolicy {
    /** They go on; that there is no evidence is seen at the item. */
    ACCEPT,
    /** They wait for the evidence, or for a person. What holds until an account says otherwise. */
    QUARANTINE,
    /** Their upload is not even begun. */
    REFUSE
}
