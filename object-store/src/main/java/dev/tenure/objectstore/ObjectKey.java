package dev.tenure.objectstore;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of bytes in the bucket. Ours are lower-case ASCII letters, digits, {@code . _ -} in segments parted by single slashes, at most 512
 * characters: they hold ids and fixed words only, never text that a person typed, so no escaping is ever needed.
 *
 * <p>A bucket can also hold keys that somebody else wrote. {@link #listed} names those, so that they can be seen and deleted; nothing is ever
 * written under such a name.
 */
public final class ObjectKey {

    static final int MAX_LENGTH = 512;
    /** S3's limit, in bytes of UTF-8. */
    private static final int MAX_LISTED_BYTES = 1024;

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

    private final String value;
    private final boolean ours;

    public ObjectKey(String value) {
        if (!shaped(value)) {
            throw new IllegalArgumentException("not an object key: " + value);
        }
        this.value = value;
        this.ours = true;
    }

    private ObjectKey(String value, boolean ours) {
        this.value = value;
        this.ours = ours;
    }

    /** A key as a bucket lists it, whoever wrote it. */
    public static ObjectKey listed(String value) {
        if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > MAX_LISTED_BYTES) {
            throw new IllegalArgumentException("no bucket can hold this key: " + value);
        }
        return new ObjectKey(value, shaped(value));
    }

    private static boolean shaped(String value) {
        return value.length() <= MAX_LENGTH && SHAPE.matcher(value).matches();
    }

    public String value() {
        return value;
    }

    /** Whether it has the shape of the keys that we write. */
    public boolean ours() {
        return ours;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectKey key && key.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** For people: what a stranger put into a key cannot break out of a line of the log. */
    @Override
    public String toString() {
        return ours ? value : value.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
