/**
 * RFC 3161 timestamps: what an authority outside this installation says existed at a time.
 *
 * <p>Nouns: {@link dev.tenure.catalog.timestamp.TimestampAuthority} (asks), {@link dev.tenure.catalog.timestamp.TimestampToken} (checks what was
 * given). The only package that uses Bouncy Castle.
 *
 * <p>A request is a POST without redirects, in bounded time, with a bounded answer; only a hash leaves the installation.
 */
@NullMarked
package dev.tenure.catalog.timestamp;

import org.jspecify.annotations.NullMarked;
