package dev.tenure.ingest.handover.work;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where one file of a source lies. What fails here may succeed later, but for {@link Unfit}. */
interface Place extends AutoCloseable {

    /**
     * What is there now.
     *
     * @param version another when the content is
     * @param storeVersion the bucket's own name for it, where it keeps several
     */
    record Facts(long size, String version, @Nullable String storeVersion) {}

    /** Looks. */
    Facts look() throws IOException;

    /** Opens exactly this content from a place on; fails when it is not there any more. */
    InputStream open(Facts facts, long from) throws IOException;

    /**
     * Deletes exactly this content. Done twice it is no error.
     *
     * @return false where nothing can be deleted, or other content is there by now
     */
    boolean delete(Facts facts) throws IOException;

    @Override
    void close();

    /** It cannot be fetched, now or later, as things stand. The message is shown to the account's administrator. */
    final class Unfit extends Exception {

        Unfit(String message) {
            super(message);
        }
    }
}
