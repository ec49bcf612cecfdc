package dev.tenure.catalog.timestamp;

import org.jspecify.annotations.Nullable;

/** There is no token, or it proves nothing; the message says why. Asking again later may help where the authority was away. */
public final class TimestampFailed extends RuntimeException {

    TimestampFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
