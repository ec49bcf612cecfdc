package dev.tenure.storageapi.tus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Upload-Metadata} header (tus 1.0.0, creation): comma-separated pairs of a key and, after a space, a Base64 value.
 *
 * @param values by key; a key without a value has the empty text
 */
record UploadMetadata(Map<String, String> values) {

    UploadMetadata {
        values = Map.copyOf(values);
    }

    /** Reads the header; an {@link IllegalArgumentException} names what cannot be read. */
    static UploadMetadata parse(@Nullable String header) {
        Map<String, String> values = new HashMap<>();
        if (header != null && !header.isBlank()) {
            for (String pair : header.split(",", -1)) {
                String[] words = pair.strip().split(" ", -1);
                if (words[0].isEmpty() || words.length > 2) {
                    throw new IllegalArgumentException("Upload-Metadata is not a list of 'key base64' pairs");
                }
                if (values.put(words[0], words.length == 1 ? "" : decoded(words[0], words[1])) != null) {
                    throw new IllegalArgumentException("Upload-Metadata names '" + words[0] + "' twice");
                }
            }
        }
        return new UploadMetadata(values);
    }

    private static String decoded(String key, String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the value of '" + key + "' in Upload-Metadata is not Base64", e);
        }
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    String need(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("Upload-Metadata lacks '" + key + "'"));
    }
}
