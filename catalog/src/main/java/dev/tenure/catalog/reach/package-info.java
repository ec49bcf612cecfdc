/**
 * Sends to addresses that somebody else chose, and fetches from them, without becoming their way into our network. The one package that imports
 * the HTTP client.
 *
 * <p>A name is resolved once; every address that it has must be one that may be reached; the connection goes to one of exactly those. Nothing is
 * kept or unpacked. {@link dev.tenure.catalog.reach.HttpSender} follows nothing and reads no answer to its end; {@link
 * dev.tenure.catalog.reach.HttpFetcher} reads what it was asked to, and follows where it is told to, each hop being checked like the first.
 */
@NullMarked
package dev.tenure.catalog.reach;

import org.jspecify.annotations.NullMarked;
