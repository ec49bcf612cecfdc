/**
 * What a lost database is made again from: rows of the catalog in the bucket, sealed to a key that no server has.
 *
 * <p>Nouns: {@link dev.tenure.catalog.recovery.Ledger}, which writes what is no item's as it changes; {@link dev.tenure.catalog.recovery.ItemCopies}, which
 * write beside each item what is known of it, and go with it; {@link dev.tenure.catalog.recovery.Rebuild}, which puts both back. Which table is kept in which
 * way says the table {@code kept_table}, which every module's migrations fill.
 */
@NullMarked
package dev.tenure.catalog.recovery;

import org.jspecify.annotations.NullMarked;
