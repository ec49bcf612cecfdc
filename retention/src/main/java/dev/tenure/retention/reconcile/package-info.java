/**
 * Holds catalog and bucket against each other, both ways. What the bucket has and nobody owns is an <b>orphan</b>: written down when it is first seen, told
 * of once it is too old to be a write under way, and destroyed long after that if it is still nobody's. What the catalog names and the bucket lacks is
 * told of at once.
 *
 * <p>Who acts here: {@link dev.tenure.retention.reconcile.Reconciliation} walks; {@code Comparison} compares a page; {@code OrphanAlarms} tells; {@code
 * OrphanDestruction} destroys; {@link dev.tenure.retention.reconcile.OrphanCertificates} certifies what two later comparisons saw nothing of.
 *
 * <p>Configuration: {@code tenure.reconcile.*}. Rows: {@code reconciliation}, one in all, {@code orphan}, {@code orphan_destruction}
 * with {@code orphan_destroyed} until it is certified, and {@code orphan_certificate}. Considerations: an orphan is destroyed only
 * below an account of ours, and never in the folder of an item that is not proven gone: those are told of and stay. Whose folder it is, is looked at
 * again under the item's lock in the transaction that tells the trail of the destruction, which is before the call to the store. No state from which
 * that is allowed is ever left again, and ids of folders are never used twice, so the decision cannot become wrong. Drift of locks in the bucket is
 * repaired by {@link dev.tenure.retention.hold.HoldAudit}.
 */
@NullMarked
package dev.tenure.retention.reconcile;

import org.jspecify.annotations.NullMarked;
