package dev.tenure.objectstore.strict;

/** A way in which real servers differ from S3 for good. Each can be switched on and off while the server runs. */
public enum Defect {
    /** {@code If-None-Match} of a write is not read at all. */
    IGNORES_IF_NONE_MATCH,
    /** Looks whether the key is free, then writes: two writers that meet in between both succeed. */
    RACY_IF_NONE_MATCH,
    /** Tags are not implemented: 501, also for the header of a write. */
    NO_TAGS,
    /** Tags that come with a write are dropped; those written on their own are kept. */
    TAGS_IN_HEADER_IGNORED,
    /** Keeps one state of each key; everything that names a version is answered with 501. */
    NO_VERSIONS,
    /** Takes legal holds and retention, tells of them, and deletes all the same. */
    LOCKS_NOT_ENFORCED,
    /** Object Lock is not implemented: 501. */
    NO_LOCKS,
    /** DeleteObjects is not implemented: 501. */
    NO_BATCH_DELETE,
    /** DeleteObjects leaves the version ids of its list unread and puts delete markers on the keys. */
    IGNORES_BATCH_VERSION_ID,
    /** What must carry a digest must carry Content-MD5, as before 2025; a CRC does not count. */
    WANTS_CONTENT_MD5,
    /** Content that comes with a checksum is refused. */
    REFUSES_CHECKSUMS,
    /** Any signature under any access key will do; what carries none is still refused. */
    CHECKS_NO_SIGNATURE,
    /** Requests without any signature are carried out. */
    ALLOWS_ANONYMOUS,
    /** A presigned address works after its end. */
    PRESIGN_NEVER_EXPIRES,
    /** {@code Range} is not read: every GET answers with the whole. */
    IGNORES_RANGE,
    /** The prefix of ListMultipartUploads is taken for one whole key. */
    UPLOAD_LISTING_BY_KEY,
    /** ListMultipartUploads answers, and lists nothing. */
    UPLOAD_LISTING_EMPTY,
    /** An aborted upload stays in the listing. */
    ABORT_KEEPS_LISTING,
    /** Listings show what was before the last change, or before {@link Defects#listingLag}. */
    STALE_LISTS,
    /** One bit of every body is flipped on its way out. */
    CORRUPTS_BYTES,
    /** UploadPartCopy is not implemented: 501. */
    NO_UPLOAD_PART_COPY
}
