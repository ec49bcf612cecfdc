package dev.tenure.objectstore;

import org.jspecify.annotations.Nullable;

/** The store did not do what was asked. The message names the operation and the key, never credentials or signed addresses. */
public class ObjectStoreException extends RuntimeException {

    /** Who can mend it. */
    public enum Fault {
        /** The store is down, slow or broken: wait and try again. */
        STORE,
        /** Wrong credentials, bucket, region or permissions: only the operator can mend it. */
        CONFIGURATION,
        /** The call itself is wrong for what is stored: trying again gives the same answer. */
        REQUEST
    }

    private final Fault fault;

    public ObjectStoreException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    /** Whether the same call may succeed later with nothing changed on our side. */
    public boolean worthRetrying() {
        return fault == Fault.STORE;
    }
}
