package dev.tenure.catalog;

import java.util.UUID;

/** An event of the outbox; the same however often the event is sent, so that a receiver can tell what it has had. */
public record EventId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static EventId of(String text) {
        return new EventId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
