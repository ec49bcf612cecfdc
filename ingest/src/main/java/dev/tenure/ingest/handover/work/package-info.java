/**
 * Keeps what sources tell of, fetches it, and verifies it. Nouns: a {@link dev.tenure.ingest.handover.work.Source} is a media server of an account; a
 * hand-over is a file of it on its way here. Configuration: {@link dev.tenure.ingest.handover.work.HandOverSettings}.
 *
 * <p>Which rows exist when: a call is answered once its files are rows. A row is claimed, its bytes are fetched outside any transaction and go into
 * an upload that was announced in the transaction that noted it in the row; so a crash at any place leaves either no upload, or one that is carried
 * on with. The row is ARRIVED when size and hash at the target were compared with the source's; only then, and only where the source is configured so,
 * the file is deleted there.
 */
@NullMarked
package dev.tenure.ingest.handover.work;

import org.jspecify.annotations.NullMarked;
