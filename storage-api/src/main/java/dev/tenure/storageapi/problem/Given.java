package dev.tenure.storageapi.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What bodies of requests must say. Whatever they lack is an {@link IllegalArgumentException} that names it to the caller. */
public final class Given {

    /** The longest text taken in one field, in characters: enough for a reason, too short to hide a document in. */
    private static final int MAX_TEXT = 2000;

    private Given() {}

    /** Refuses missing, blank and overlong text, and U+0000, which PostgreSQL cannot keep. */
    public static void text(String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > MAX_TEXT) {
            throw new IllegalArgumentException("'" + field + "' must be a text of 1 to " + MAX_TEXT + " characters");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + field + "' contains the character U+0000");
        }
    }

    /** Refuses a missing list, and one with gaps. */
    public static void list(String field, @Nullable Iterable<?> values) {
        if (values == null) {
            throw new IllegalArgumentException("'" + field + "' must be a list");
        }
        for (Object value : values) {
            if (Objects.isNull(value)) {
                throw new IllegalArgumentException("'" + field + "' has an entry that is null");
            }
        }
    }
}
