package dev.tenure.catalog;

import java.util.UUID;

/** Customer content under retention. Never used again, not even after the item is purged. */
public record ItemId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static ItemId of(String text) {
        return new ItemId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
