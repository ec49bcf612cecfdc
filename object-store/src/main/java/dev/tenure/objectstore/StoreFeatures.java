package dev.tenure.objectstore;

/**
 * What a server really does, as far as {@link ObjectStore} adapts to it. Found by examination, not by the server's name.
 *
 * @param versions keeps every version of a key, lists them, and deletes them one by one
 * @param tags keeps tags of objects; else they are written as metadata and never change
 * @param locks a legal hold really refuses deletion; else holds are kept by Tenure only
 * @param exclusivePut {@code If-None-Match: *} lets exactly one of many writers through
 * @param uploads how open multipart uploads can be found
 * @param batchDelete how many versions can be deleted in one request
 * @param checksums what the client sends along and checks by itself
 */
public record StoreFeatures(
        boolean versions,
        boolean tags,
        boolean locks,
        boolean exclusivePut,
        UploadListing uploads,
        BatchDelete batchDelete,
        Checksums checksums) {

    /** How ListMultipartUploads understands its prefix. */
    public enum UploadListing {
        /** As S3 documents it. */
        BY_PREFIX,
        /** The prefix is taken for one whole key: uploads are found only by asking for each key. */
        BY_KEY,
        /** Open uploads cannot be found at all; the ids that the catalog keeps are the only trace. */
        NEVER
    }

    /** How the server takes DeleteObjects. */
    public enum BatchDelete {
        /** With a CRC checksum, the dialect of today. */
        CHECKSUM,
        /** With a Content-MD5 header only, the dialect before 2025; so are all other requests that must carry a digest. */
        CONTENT_MD5,
        /** Not at all. */
        ONE_BY_ONE
    }

    /** When the client adds checksums of its own to requests and checks those of answers. */
    public enum Checksums {
        /** A CRC with every write, and answers checked. */
        SUPPORTED,
        /** Only where S3 demands one: for servers that refuse the header. */
        REQUIRED
    }

    /** What S3 itself documents, without the two powers that many servers only claim. Used until the server was examined. */
    public static StoreFeatures assumed() {
        return new StoreFeatures(
                true, true, false, false, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED);
    }

    public StoreFeatures withVersions(boolean kept) {
        return new StoreFeatures(kept, tags, locks, exclusivePut, uploads, batchDelete, checksums);
    }

    public StoreFeatures withTags(boolean kept) {
        return new StoreFeatures(versions, kept, locks, exclusivePut, uploads, batchDelete, checksums);
    }

    public StoreFeatures withLocks(boolean real) {
        return new StoreFeatures(versions, tags, real, exclusivePut, uploads, batchDelete, checksums);
    }

    public StoreFeatures withExclusivePut(boolean proven) {
        return new StoreFeatures(versions, tags, locks, proven, uploads, batchDelete, checksums);
    }

    public StoreFeatures withUploads(UploadListing listing) {
        return new StoreFeatures(versions, tags, locks, exclusivePut, listing, batchDelete, checksums);
    }

    public StoreFeatures withBatchDelete(BatchDelete dialect) {
        return new StoreFeatures(versions, tags, locks, exclusivePut, uploads, dialect, checksums);
    }

    public StoreFeatures withChecksums(Checksums mode) {
        return new StoreFeatures(versions, tags, locks, exclusivePut, uploads, batchDelete, mode);
    }
}
