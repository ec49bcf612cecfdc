package dev.tenure.catalog.json;

/** A document that is not what it should be; the message says where and why, for the person who handed it in. */
public final class MalformedJson extends IllegalArgumentException {

    public MalformedJson(String message) {
        super(message);
    }

    MalformedJson(String message, Throwable cause) {
        super(message, cause);
    }
}
