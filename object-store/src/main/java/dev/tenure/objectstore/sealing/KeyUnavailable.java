package dev.tenure.objectstore.sealing;

import org.jspecify.annotations.Nullable;

/** A key could not be had, so nothing sealed under it can be read. The message says which key and what the operator can do. */
public final class KeyUnavailable extends RuntimeException {

    public KeyUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
