package dev.tenure.retention.expiry;

import java.time.Duration;
import java.time.Instant;

/** How long before its end an account is told of an item, the shortest first. */
enum Warning {
    LAST(Duration.ofDays(1), "P1D"),
    FIRST(Duration.ofDays(7), "P7D");

    private final Duration ahead;
    private final String word;

    Warning(Duration ahead, String word) {
        this.ahead = ahead;
        this.word = word;
    }

    /** As it stands in events and rows. */
    String word() {
        return word;
    }

    /** Ends up to this instant are near enough. */
    Instant reach(Instant now) {
        return now.plus(ahead);
    }
}
