package dev.tenure.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What a request says of the bytes that it brings.
 *
 * @param offset where the caller believes the upload to stand
 * @param announced how many bytes the caller says will come; below 0 when it does not say
 * @param length the upload's length, told with these bytes; {@link NewUpload#UNKNOWN_LENGTH} when the request does not tell it
 * @param checksum what the bytes must have; absent when the request does not say
 */
public record Portion(
        long offset, long announced, long length, @Nullable Checksum checksum) {

    /** Bytes with no more said about them. */
    public static Portion at(long offset, long announced) {
        return new Portion(offset, announced, NewUpload.UNKNOWN_LENGTH, null);
    }
}
