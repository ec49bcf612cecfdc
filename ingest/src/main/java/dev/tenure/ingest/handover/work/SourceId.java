package dev.tenure.ingest.handover.work;

import java.util.UUID;

/** A media server of an account. Part of the address that it calls, and no secret. */
public record SourceId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static SourceId of(String text) {
        UUID id = UUID.fromString(text);
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("not an id: " + text);
        }
        return new SourceId(id);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
