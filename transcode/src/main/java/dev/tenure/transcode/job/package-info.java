/**
 * The durable job around the media engine: a recording that is stored becomes ready, or its problem is noted.
 *
 * <p>Nouns: {@link dev.tenure.transcode.job.Transcodes}, run (one item's work in this process), lease, stage, attempt, try; {@link
 * dev.tenure.transcode.job.Turns} (whose turn it is, and whether there is a place), {@link dev.tenure.transcode.job.Steering} (what people wish), round;
 * division, chunk, partition (a chunk as Batch keeps it), {@link dev.tenure.transcode.job.Fleet}.
 *
 * <p>Configuration: {@link dev.tenure.transcode.job.TranscodeSettings}, {@link dev.tenure.transcode.job.ChunkSettings}.
 *
 * <p>What exists when: a Batch job instance {@code transcode} per item and attempt, whose execution context carries facts, plan and division; failures
 * and rests are counted in the catalog; a partition {@code chunk:<number>} of it per chunk; the directory {@code <scratch>/<item>} with the plaintext source and
 * outputs, from the run's begin to its end, and {@code <scratch>/chunk-<partition>} while a chunk is encoded here; stored objects announced under {@code
 * <attempt>} or {@code <attempt>-<try>}, visible in the one transaction that makes the item ready, or replaces what was visible of one that is; chunks
 * under {@code <attempt>-<partition>}, never visible, deleted once it is ready.
 *
 * <p>Considerations: exclusion is the item's lease, checked again inside every transaction that matters, so neither a job repository left open by a
 * dead process nor a frozen process that wakes up can do anything twice. No stage runs inside a database transaction: an encode takes hours.
 */
@NullMarked
package dev.tenure.transcode.job;

import org.jspecify.annotations.NullMarked;
