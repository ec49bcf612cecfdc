/**
 * Bytes come in: resumable uploads, sealed part by part as they arrive, then looked at before anybody relies on them.
 *
 * <p>Configuration: {@link dev.tenure.ingest.IngestSettings}.
 *
 * <p>Which objects exist when: a source that fits into one part is put whole once its last byte arrived. A larger one is a multipart upload
 * under the item's {@code source/} prefix; its id is committed before the first part is sent, each part before it is acknowledged. Bytes of an
 * unfinished part that a request ended with lie in a small sealed object beside it, {@code source/1/tail-<offset>}, until the next request
 * carries on from them.
 *
 * <p>Partial uploads belong to no item until they are joined: their bytes lie in the same way under an id and a wrapped key of their own, and are
 * read back and sealed anew for the item. What is given up loses its key at once, its bytes soon after.
 *
 * <p>Considerations: parts are held within the budget of {@link dev.tenure.objectstore.sealing.SealedTransfers}, and beside it a few KB for each
 * running request. May use the catalog and the object store; knows neither transcode nor retention, which are given to it as text.
 */
@NullMarked
package dev.tenure.ingest;

import org.jspecify.annotations.NullMarked;
