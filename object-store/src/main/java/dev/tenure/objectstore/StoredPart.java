package dev.tenure.objectstore;

/**
 * A part that the store acknowledged.
 *
 * @param number from 1 to 10,000 (S3's limit)
 * @param etag what the store called it; needed to complete the upload
 * @param size bytes as stored
 */
public record StoredPart(int number, String etag, long size) {

    /** S3's limit on the parts of one upload. */
    public static final int MAX_NUMBER = 10_000;

    public StoredPart {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("part number out of 1.." + MAX_NUMBER + ": " + number);
        }
    }
}
