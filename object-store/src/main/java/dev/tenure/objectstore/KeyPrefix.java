package dev.tenure.objectstore;

/** Everything below one folder of the bucket; ends with a slash, so {@code a/1/} never covers {@code a/10}. */
public record KeyPrefix(String value) {

    public KeyPrefix {
        if (!value.endsWith("/")) {
            throw new IllegalArgumentException("a prefix ends with '/': " + value);
        }
        new ObjectKey(value.substring(0, value.length() - 1));
    }

    public boolean covers(ObjectKey key) {
        return key.value().startsWith(value);
    }

    public ObjectKey key(String rest) {
        return new ObjectKey(value + rest);
    }

    @Override
    public String toString() {
        return value;
    }
}
