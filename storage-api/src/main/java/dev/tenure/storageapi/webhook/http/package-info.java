/**
 * Sends to addresses that somebody else chose, without becoming their way into our network. The one package that imports the HTTP client.
 *
 * <p>A name is resolved once; every address that it has must be one that may be reached; the connection goes to one of exactly those. Nothing
 * is followed, kept or unpacked, and no answer is read to its end.
 */
@NullMarked
package dev.tenure.storageapi.webhook.http;

import org.jspecify.annotations.NullMarked;
