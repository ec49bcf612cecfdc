package dev.tenure.objectstore;

import org.jspecify.annotations.Nullable;

/** The store may or may not have carried the call out: the answer was lost. Look, or ask for the same effect again. */
public final class OutcomeUnknown extends ObjectStoreException {

    public OutcomeUnknown(String message, @Nullable Throwable cause) {
        super(Fault.STORE, message, cause);
    }
}
