package dev.tenure.retention.destruction;

/** Why an item stays although its time may have come, or why its end is not proven yet. */
public enum Cause {
    /** A legal hold keeps it. */
    HELD,
    /** A hold that was released lately keeps it for a while. */
    COOL_OFF,
    /** One law demands keeping what another demands destroying. */
    CONFLICTED,
    /** Its facts were changed since it was planned, and keep it now. */
    NOT_DUE,
    /** Its anchor or its rules are not known. */
    UNKNOWN_FACTS,
    /** It is in another state by now: restored, or being destroyed already. */
    CHANGED,
    /** It could not be judged; the log says why. */
    FAILED,
    /** Its key is destroyed; a worker may still have a write under way, and its lease has to run out. */
    LEASE,
    /** Its key is destroyed; the object store does not delete, or still lists, something of it. */
    STORE
}
