package dev.tenure.catalog.processing;

/** Where the processing of an item stands. */
public enum Phase {
    /** It waits for its turn, or for the time of its next attempt. */
    WAITING,
    /** Somebody works on it. */
    RUNNING,
    /** It failed and is not tried again by itself. */
    PARKED,
    /** Somebody called it off. */
    CANCELLED,
    /** There is nothing left to do. */
    DONE,
    /** There is nothing to process: it is no recording, or its state does not allow it. */
    NONE
}
