package dev.tenure.objectstore;

import java.util.regex.Pattern;

/**
 * The name of bytes in the bucket: lower-case ASCII letters, digits, {@code . _ -} in segments parted by single slashes, at most 512
 * characters. Keys hold ids and fixed words only, never text that a person typed, so no escaping is ever needed.
 */
public record ObjectKey(String value) {

    static final int MAX_LENGTH = 512;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

    public ObjectKey {
        if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not an object key: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
