package dev.tenure.objectstore.strict;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a writer says of an object besides its bytes.
 *
 * @param headers content type and user metadata, by lower-case header name
 * @param held whether it has a legal hold
 */
public record Description(
        Map<String, String> headers,
        Map<String, String> tags,
        boolean held,
        @Nullable Retention retention) {

    public Description {
        headers = Map.copyOf(headers);
        tags = Map.copyOf(tags);
    }

    /** Without locks. */
    public static Description of(String contentType, Map<String, String> tags) {
        return new Description(Map.of("content-type", contentType), tags, false, null);
    }

    static Description none() {
        return new Description(Map.of(), Map.of(), false, null);
    }

    Description withTags(Map<String, String> others) {
        return new Description(headers, others, held, retention);
    }

    Description withHold(boolean on) {
        return new Description(headers, tags, on, retention);
    }

    Description withRetention(Retention other) {
        return new Description(headers, tags, held, other);
    }
}
