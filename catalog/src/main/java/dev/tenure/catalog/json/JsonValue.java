package dev.tenure.catalog.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that has exactly one text form: the JSON Canonicalization Scheme (RFC 8785) for documents without
 * fractions. Names are sorted by UTF-16 code units, there is no white space, strings are escaped only where JSON demands
 * it, and text is UTF-8. Numbers are integers within ±(2^53 − 1), which every JSON reader keeps exactly.
 */
public sealed interface JsonValue {

    /** The largest integer that survives a reader which treats numbers as IEEE 754 doubles. */
    long MAX_INTEGER = (1L << 53) - 1;

    /** Members sorted by name; every name once. */
    record JsonObject(SortedMap<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            var sorted = new TreeMap<String, JsonValue>();
            sorted.putAll(members);
            sorted.keySet().forEach(JsonValue::requireUnicode);
            members = Collections.unmodifiableSortedMap(sorted);
        }

        public static Builder builder() {
            return new Builder();
        }
    }

    record JsonArray(List<JsonValue> elements) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }

        public static <T> JsonArray of(List<T> values, Function<T, JsonValue> write) {
            return new JsonArray(values.stream().map(write).toList());
        }

        public static JsonArray ofStrings(List<String> values) {
            return of(values, JsonString::new);
        }
    }

    record JsonString(String value) implements JsonValue {
        public JsonString {
            requireUnicode(value);
        }
    }

    record JsonInteger(long value) implements JsonValue {
        public JsonInteger {
            if (Math.abs(value) > MAX_INTEGER || value == Long.MIN_VALUE) {
                throw new IllegalArgumentException(value + " is too large for a JSON integer");
            }
        }
    }

    record JsonBoolean(boolean value) implements JsonValue {}

    record JsonNull() implements JsonValue {}

    /** Whether text has a UTF-8 form: half a surrogate pair has none, and would be written as a question mark. */
    static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void requireUnicode(String text) {
        if (!isUnicode(text)) {
            throw new IllegalArgumentException("text with half a surrogate pair has no UTF-8 form");
        }
    }

    /** The canonical text. */
    default String canonical() {
        var text = new StringBuilder();
        CanonicalText.append(this, text);
        return text.toString();
    }

    /** The canonical text as bytes: what is hashed and signed. */
    default byte[] canonicalBytes() {
        return canonical().getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 of {@link #canonicalBytes()} in lower-case hex. */
    default String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonicalBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Collects the members of an object; null becomes JSON's null, so that a document always has all its fields. */
    final class Builder {

        private final SequencedMap<String, JsonValue> members = new TreeMap<>();

        private Builder() {}

        public Builder put(String name, @Nullable JsonValue value) {
            if (members.put(name, value == null ? new JsonNull() : value) != null) {
                throw new IllegalArgumentException("the member \"" + name + "\" was given twice");
            }
            return this;
        }

        public Builder put(String name, @Nullable String value) {
            return put(name, value == null ? new JsonNull() : new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, new JsonInteger(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        public JsonObject build() {
            return new JsonObject(new TreeMap<>(members));
        }
    }
}
