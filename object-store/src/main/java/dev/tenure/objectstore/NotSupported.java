package dev.tenure.objectstore;

import org.jspecify.annotations.Nullable;

/** The server does not know the call at all, whoever asks. Not to be confused with one that it forbids. */
public final class NotSupported extends ObjectStoreException {

    public NotSupported(String message, @Nullable Throwable cause) {
        super(Fault.CONFIGURATION, message, cause);
    }
}
