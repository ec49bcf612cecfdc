package dev.tenure.objectstore.doctor;

/** How a behaviour was found. */
public enum Verdict {
    /** As S3 documents it. */
    GOOD,
    /** Otherwise than S3 documents it; the consequence says what Tenure does instead. */
    DIFFERENT,
    /** Not there, or only claimed; Tenure does without, as the consequence says. */
    MISSING,
    /** Not safe to keep anything on: a server does not start on it unless it is told to. */
    BAD,
    /** Could not be tried; what was known of it before still holds. */
    NOT_TRIED
}
