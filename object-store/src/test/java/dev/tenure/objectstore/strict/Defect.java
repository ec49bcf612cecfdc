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
    NO_UPLOAD_PART_COPY,
    /** ListObjectVersions is forbidden: 403. */
    VERSION_LISTING_DENIED,
    /** ListMultipartUploads is forbidden: 403. */
    UPLOAD_LISTING_DENIED,
    /** Setting and reading legal holds and retention is forbidden: 403. */
    LOCKS_DENIED,
    /** The prefix of ListMultipartUploads is not read at all. */
    UPLOAD_LISTING_IGNORES_PREFIX,
    /** The prefix of ListObjectVersions and ListObjectsV2 is not read at all. */
    LISTING_IGNORES_PREFIX,
    /** The first page of every listing is empty, and says that there is more. */
    FIRST_PAGE_EMPTY,
    /** Listings with more to come do not say where that begins. */
    NO_NEXT_MARKER,
    /** What is locked is refused with 400. */
    LOCKS_REFUSE_WITH_400,
    /** AbortMultipartUpload answers that it did, and does nothing. */
    ABORT_DOES_NOTHING,
    /** Deleting a delete marker is answered as done, and it stays. */
    MARKERS_STAY,
    /** Addresses with a signature in them are refused. */
    NO_PRESIGN
}
