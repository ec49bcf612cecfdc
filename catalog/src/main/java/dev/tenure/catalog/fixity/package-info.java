/**
 * When the bytes of each object were last read back whole, whose turn it is, and what was wrong with which. It keeps the facts; the retention module
 * reads and compares.
 *
 * <p>Nouns: {@link dev.tenure.catalog.fixity.Verifications}, turn, {@link dev.tenure.catalog.fixity.Damage}, {@link
 * dev.tenure.catalog.fixity.FixityStanding}. Rows: columns of {@code stored_object}, and {@code fixity_standing}.
 */
@NullMarked
package dev.tenure.catalog.fixity;

import org.jspecify.annotations.NullMarked;
