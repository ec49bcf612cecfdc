package dev.tenure.ingest;

import java.io.IOException;

/** What became of bytes that were sent. */
public sealed interface Appending {

    /** All bytes that came are stored; the next goes to this offset. */
    record Stored(long offset, boolean complete) implements Appending {}

    /** The caller believes in another offset than ours; nothing was read. */
    record WrongOffset(long offset) implements Appending {}

    /** More bytes than announced, or than is taken at most; none beyond that was kept. */
    record TooLong(long length) implements Appending {}

    /** The length that came with the bytes cannot be: it is not the one told before, or below what is stored. Nothing was read. */
    record WrongLength(String explanation) implements Appending {}

    /** The account may not have more bytes under way. What came before is stored up to this offset. */
    record OverQuota(long offset, String explanation) implements Appending {}

    /** The bytes are not those whose checksum was sent. None of this request's counts. */
    record ChecksumMismatch(long offset) implements Appending {}

    /** Bytes came too slowly, or for too long. What came before is stored up to this offset. */
    record TooSlow(long offset) implements Appending {}

    /** Somebody else is sending to this upload just now, or took over from this request. */
    record Busy() implements Appending {}

    /** No such upload of this account. */
    record Unknown() implements Appending {}

    /** It was terminated or has expired. */
    record Gone() implements Appending {}

    /** It is put together by the server; nobody sends to it. */
    record Joined() implements Appending {}

    /** The connection ended early. What came before is stored up to this offset. */
    record CutOff(long offset, IOException cause) implements Appending {}
}
