/** Files that somebody puts into a bucket, and the bucket's own notifications of them. */
@NullMarked
package dev.tenure.ingest.handover.bucket;

import org.jspecify.annotations.NullMarked;
