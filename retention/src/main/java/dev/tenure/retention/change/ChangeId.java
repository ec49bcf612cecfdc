package dev.tenure.retention.change;

import java.util.UUID;

/** Identifies a change of rules for what is there. */
public record ChangeId(UUID value) {

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static ChangeId of(String text) {
        return new ChangeId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
