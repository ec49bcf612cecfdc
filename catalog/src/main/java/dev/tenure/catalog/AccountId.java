package dev.tenure.catalog;

import java.util.UUID;

/** A customer organisation, the boundary that nothing crosses. */
public record AccountId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static AccountId of(String text) {
        return new AccountId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
