package dev.tenure.ingest;

import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.SealBroken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes of a partial upload are gone, altered, or without a key: that is no outage, and waiting alone does not mend it. */
final class PartUnreadable extends IOException {

    private final UploadId part;

    PartUnreadable(UploadId part, Throwable cause) {
        super("partial upload " + part + " cannot be read: " + cause.getMessage(), cause);
        this.part = part;
    }

    UploadId part() {
        return part;
    }

    /** Whether a failure to read says something of these bytes; otherwise the store or the vault are out of reach. */
    static boolean means(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SealBroken
                    || cause instanceof ObjectNotFound
                    || (cause instanceof KeyUnavailable key && key.reason().ofOneItem())) {
                return true;
            }
        }
        return false;
    }
}
