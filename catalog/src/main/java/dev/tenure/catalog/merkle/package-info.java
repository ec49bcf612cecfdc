/**
 * The Merkle tree of RFC 6962 (section 2) and RFC 9162 (section 2.1), hash for hash: roots, and proofs that an entry is in a tree and that one tree
 * is the beginning of another.
 *
 * <p>Nouns: {@link dev.tenure.catalog.merkle.TreeHash}, {@link dev.tenure.catalog.merkle.Subtree} (a place in the tree),
 * {@link dev.tenure.catalog.merkle.GrowingTree} (appends), {@link dev.tenure.catalog.merkle.InclusionProof} and
 * {@link dev.tenure.catalog.merkle.ConsistencyProof}. Pure: knows nothing of what the entries are or where hashes are kept, and uses the JDK alone.
 */
@NullMarked
package dev.tenure.catalog.merkle;

import org.jspecify.annotations.NullMarked;
