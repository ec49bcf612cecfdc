package dev.tenure.catalog;

import java.util.UUID;

/** Bytes in the bucket that belong to an item. */
public record ObjectId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static ObjectId of(String text) {
        return new ObjectId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
