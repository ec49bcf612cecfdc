package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemState;

/** What a hold came to for an item of its scope. */
public enum Outcome {
    PRESERVED,
    IN_DESTRUCTION,
    /** Purged, with a certificate; or rejected, because it never was there as a whole. */
    DESTROYED;

    static Outcome of(ItemState state) {
        return switch (state) {
            case RECEIVING, STORED, QUARANTINED, READY, TRASHED -> PRESERVED;
            case DESTROYING -> IN_DESTRUCTION;
            case REJECTED, PURGED -> DESTROYED;
        };
    }
}
