package dev.tenure.transcode.job;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.SealBroken;
import java.io.IOException;

/** The bucket does not give the source's bytes now: the store is away, or the way to it. It says nothing of the recording. */
final class SourceUnreadable extends IOException {

    private SourceUnreadable(IOException broke) {
        super("the source could not be read from the bucket", broke);
    }

    /** What a failed read means: a stream wraps what the store said, and the seal's word, in an error of its own. */
    static IOException because(IOException broke) {
        for (Throwable cause = broke; cause != null; cause = cause.getCause()) {
            if (cause instanceof SealBroken seal) {
                return seal;
            }
            if (cause instanceof ObjectStoreException refused) {
                throw refused;
            }
        }
        return new SourceUnreadable(broke);
    }
}
