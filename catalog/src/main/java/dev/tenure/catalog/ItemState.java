package dev.tenure.catalog;

/** Where an item is on its way. Hold, pin and "being processed" are facts beside the state, never states. */
public enum ItemState {
    /** Announced; bytes are arriving. */
    RECEIVING,
    /** All bytes sealed and hashed. A recording waits for its rendition; what cannot be made playable stays here with its problem. */
    STORED,
    /** Kept, and hidden, until a person decides: something that retention needs is missing, or the bytes are not what they claim. */
    QUARANTINED,
    /** Refused for good; its bytes are destroyed. Terminal. */
    REJECTED,
    /** Playable, or downloadable where there is nothing to play. */
    READY,
    /** Deleted by its host, restorable until the grace is over. */
    TRASHED,
    /** Past the point of no return: the data key is destroyed, bytes are being deleted. */
    DESTROYING,
    /** Proven gone; its certificate exists. Terminal. */
    PURGED
}
