/**
 * Why items wait for a person, and how they are let go: each reason stands by itself, and an item goes on when the last one is settled.
 *
 * <p>Rows: {@code quarantine}, one for each reason that is not settled; they are written in the transaction that moves the item, and deleted in the
 * one that settles them. What was settled, by whom and why, is in the trail.
 */
@NullMarked
package dev.tenure.ingest.quarantine;

import org.jspecify.annotations.NullMarked;
