package dev.tenure.app.server;

import org.jspecify.annotations.Nullable;

/** The catalog that a command found is not there, or not the one of its data directory. The message says what to do. */
public final class CatalogUnusable extends RuntimeException {

    CatalogUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
