/**
 * How often somebody may ask: by caller, and by network address where nobody is known.
 *
 * <p>Configuration: {@code tenure.limits.*}. Rows: {@code rate_bucket}, one per caller or address that asked lately, deleted by a job once it
 * has filled up again. Considerations: each server decides by a copy of a bucket, in memory, and settles with the database on a thread beside the
 * requests, within a second of whatever it let through; {@link dev.tenure.storageapi.limits.Limits} says how far servers may overrun a quota by that.
 */
@NullMarked
package dev.tenure.storageapi.limits;

import org.jspecify.annotations.NullMarked;
