package dev.tenure.objectstore.strict;

import java.time.Instant;

/** Keeps a version from deletion until an instant. */
public record Retention(Mode mode, Instant until) {

    /** How firmly. */
    public enum Mode {
        /** Can be bypassed by whoever may. */
        GOVERNANCE,
        /** Cannot be bypassed or shortened by anybody. */
        COMPLIANCE
    }

    /** Whether it still keeps anything. */
    boolean inForce(Instant now) {
        return now.isBefore(until);
    }
}
