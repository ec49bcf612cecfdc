/**
 * The HTTP edge for programs: uploads, items, playback, retention, holds, certificates.
 *
 * <p>Every answer that is not a success is {@code application/problem+json} (RFC 9457) out of the one table in {@code problem}. Every request but
 * the played page's bears a token, and every query carries the account that the token speaks for: what belongs to another account is not found.
 */
@NullMarked
package dev.tenure.storageapi;

import org.jspecify.annotations.NullMarked;
