package dev.tenure.retention;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Instants as text in documents that are hashed: exactly one spelling per instant. */
final class InstantText {

    private InstantText() {}

    static Instant parse(String text) {
        Instant instant;
        try {
            instant = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a UTC instant such as 2026-04-27T22:00:00Z", e);
        }
        if (!instant.toString().equals(text)) {
            throw new IllegalArgumentException("\"" + text + "\" must be written as " + instant);
        }
        return instant;
    }
}
