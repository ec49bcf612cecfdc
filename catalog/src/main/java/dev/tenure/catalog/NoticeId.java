package dev.tenure.catalog;

import java.util.UUID;

/** One version of a consent notice in one language. */
public record NoticeId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    public static NoticeId of(String text) {
        return new NoticeId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
