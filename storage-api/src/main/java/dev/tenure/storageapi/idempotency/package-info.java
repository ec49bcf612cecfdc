/**
 * Creating something once, however often the request for it is sent (draft-ietf-httpapi-idempotency-key-header).
 *
 * <p>Rows: {@code idempotent_request}, one per key of a caller, from its first request on for 24 hours. While the first request runs, the row is a
 * reservation that ends by itself if its server dies; then the row holds the answer, sealed under the key. Considerations: the key itself is not
 * kept, so whoever reads the table reads no answers, and tokens may be among them; that is why a key must be hard to guess. A server that dies
 * between doing the work and keeping the answer leaves a reservation that runs out: a repeat then does the work again.
 */
@NullMarked
package dev.tenure.storageapi.idempotency;

import org.jspecify.annotations.NullMarked;
