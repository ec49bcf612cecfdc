package dev.tenure.objectstore.strict;

/** A bad moment of a server that is otherwise right. */
public sealed interface Fault {

    /** Too many requests; nothing was done. */
    Fault SLOW_DOWN = new Refused(503, "SlowDown");

    /** Down; nothing was done. */
    Fault UNAVAILABLE = new Refused(503, "ServiceUnavailable");

    /** Broken; nothing was done, though nobody could know that. */
    Fault INTERNAL_ERROR = new Refused(500, "InternalError");

    /** Answers with an error and does nothing. */
    record Refused(int status, String code) implements Fault {}

    /** Carries the request out and answers with an error. */
    record ErrorAfter(int status, String code) implements Fault {}

    /** Does nothing and never answers; the connection ends with {@link StrictS3#release}. */
    record SilentBefore() implements Fault {}

    /** Carries the request out and never answers; the connection ends with {@link StrictS3#release}. */
    record SilentAfter() implements Fault {}

    /** Ends the connection after so many bytes of the answer's body, fewer than its header promised. */
    record TornBody(int bytes) implements Fault {}

    /**
     * Answers CompleteMultipartUpload or CopyObject with status 200 and an error in the body.
     *
     * @param carriedOut whether the effect is there all the same
     */
    record ErrorInside200(String code, boolean carriedOut) implements Fault {}

    /** DeleteObjects keeps the version and says so, inside an answer of status 200. */
    record KeyRefused(String code) implements Fault {}

    /** DeleteObjects deletes the version and does not say so. */
    record KeyOmitted() implements Fault {}

    /** A listing shows how the bucket was before its last change. */
    record StaleList() implements Fault {}
}
