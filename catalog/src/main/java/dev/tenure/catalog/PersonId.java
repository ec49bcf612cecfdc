package dev.tenure.catalog;

import java.util.UUID;

/** A user of an account. */
public record PersonId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static PersonId of(String text) {
        return new PersonId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
