package dev.tenure.ingest;

import java.util.UUID;

/** An upload. Its holder still needs a token of its account. */
public record UploadId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static UploadId of(String text) {
        return new UploadId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
