package dev.tenure.objectstore;

import org.jspecify.annotations.Nullable;

/** The store turned the call away because there are too many: nothing was done. Come back later, and with fewer at once. */
public final class SlowDown extends ObjectStoreException {

    public SlowDown(String message, @Nullable Throwable cause) {
        super(Fault.STORE, message, cause);
    }
}
