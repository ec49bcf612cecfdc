/**
 * How often somebody may ask: by caller, and by network address where nobody is known.
 *
 * <p>Configuration: {@code tenure.limits.*}. Rows: {@code rate_bucket}, one per caller or address that asked lately, deleted by a job once it
 * has filled up again. Considerations: each server consumes from a copy of a bucket and settles with the database once a second or after a
 * twentieth of the quota, so a request costs no statement, and each further server may let through that much more.
 */
@NullMarked
package dev.tenure.storageapi.limits;

import org.jspecify.annotations.NullMarked;
