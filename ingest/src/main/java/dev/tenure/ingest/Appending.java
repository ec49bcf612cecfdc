package dev.tenure.ingest;

import java.io.IOException;

/** What became of bytes that were sent. */
public sealed interface Appending {

    /** All bytes that came are stored; the next goes to this offset. */
    record Stored(long offset, boolean complete) implements Appending {}

    /** The caller believes in another offset than ours; nothing was read. */
    record WrongOffset(long offset) implements Appending {}

    /** More bytes than announced; none beyond the announced length was kept. */
    record TooLong(long length) implements Appending {}

    /** Somebody else is sending to this upload just now. */
    record Busy() implements Appending {}

    /** No such upload of this account, or it has expired. */
    record Unknown() implements Appending {}

    /** The connection ended early. What came before is stored up to this offset. */
    record CutOff(long offset, IOException cause) implements Appending {}
}
