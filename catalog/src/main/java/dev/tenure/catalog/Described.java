package dev.tenure.catalog;

import java.time.Instant;

/** What callers describe, checked before it reaches the database, which would refuse it in words that no caller understands. */
final class Described {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Described() {}

    /** Refuses blank and overlong text, and U+0000, which PostgreSQL cannot keep. */
    static void text(String what, String value, int maxLength) {
        if (value.isBlank() || value.length() > maxLength) {
            throw new IllegalArgumentException("the " + what + " must have 1 to " + maxLength + " characters");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + what + " contains the character U+0000");
        }
    }

    static void time(String what, Instant value) {
        if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
            throw new IllegalArgumentException("the " + what + " is no time from 1970 to 9999");
        }
    }
}
