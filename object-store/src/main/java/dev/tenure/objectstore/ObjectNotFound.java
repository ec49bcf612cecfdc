package dev.tenure.objectstore;

import org.jspecify.annotations.Nullable;

/** The object, or the upload, is not there. */
public final class ObjectNotFound extends ObjectStoreException {

    public ObjectNotFound(String message, @Nullable Throwable cause) {
        super(Fault.REQUEST, message, cause);
    }
}
