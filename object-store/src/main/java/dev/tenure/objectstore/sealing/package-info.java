/**
 * The sealed format, version 1, and the keys. Tink is imported in this package only.
 *
 * <p>A sealed object is a sequence of parts, each sealed on its own with AES-256-GCM-HKDF streaming encryption (1 MiB segments) under the
 * owner's {@link dev.tenure.objectstore.sealing.DataKey}; the associated data binds a part to its {@link
 * dev.tenure.objectstore.sealing.SealBinding}, its number and whether it is the last. So a part is one part of a multipart upload, a range opens
 * only the segments it needs, and bytes that were cut, swapped, reordered or moved to another object do not open. Data keys are wrapped by a
 * {@link dev.tenure.objectstore.sealing.KeyVault}; destroying the wrapped key makes the object unreadable wherever copies of it lie.
 */
@NullMarked
package dev.tenure.objectstore.sealing;

import org.jspecify.annotations.NullMarked;
