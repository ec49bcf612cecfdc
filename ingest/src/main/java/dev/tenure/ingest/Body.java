package dev.tenure.ingest;

import java.io.IOException;

/** Where the bytes of an upload come from. */
interface Body {

    /**
     * Reads as {@link java.io.InputStream#read(byte[], int, int)} does.
     *
     * @throws Ended when no more can come, or may
     */
    int read(byte[] target, int offset, int length) throws Ended;

    /** The bytes ended before their time. Apart from failures of the store, which are ours. */
    final class Ended extends Exception {

        private final Why why;
        private final IOException reason;

        Ended(Why why, IOException reason) {
            super(reason);
            this.why = why;
            this.reason = reason;
        }

        Why why() {
            return why;
        }

        IOException reason() {
            return reason;
        }
    }

    /** Why there are no more. */
    enum Why {
        CUT_OFF,
        TOO_SLOW,
        /** Another request sends from now on, or the upload was terminated: what is in memory is not ours to store any more. */
        TAKEN_OVER
    }
}
