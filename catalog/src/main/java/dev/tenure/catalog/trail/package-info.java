/**
 * The trail as a Merkle tree: leaves and signed heads for what was appended, proofs, the check of all of it, and anchors outside the database.
 * docs/trail.md has every format byte for byte.
 *
 * <p>Nouns: {@link dev.tenure.catalog.trail.LoggedEntry} (what a leaf is the hash of), {@link dev.tenure.catalog.trail.TrailHead} (root and size,
 * signed), {@link dev.tenure.catalog.trail.TrailSequencer} (gives entries their leaves), {@link dev.tenure.catalog.trail.TrailProofs},
 * {@link dev.tenure.catalog.trail.TrailVerifier} (checks a file with nothing but the file), {@link dev.tenure.catalog.trail.TrailCheck} (recomputes
 * the whole trail), {@link dev.tenure.catalog.trail.TrailAnchors}.
 *
 * <h2>Which rows exist when</h2>
 *
 * <ul>
 *   <li>An entry, its detail and its mark as pending come with the transaction that appends. Only the detail can go again.
 *   <li>A run of the sequencer takes pending marks away and adds leaves, the nodes that they complete and one head, in one transaction: so the
 *       last head always has the size of the tree.
 *   <li>An anchor's row comes after its object in the bucket.
 * </ul>
 */
@NullMarked
package dev.tenure.catalog.trail;

import org.jspecify.annotations.NullMarked;
