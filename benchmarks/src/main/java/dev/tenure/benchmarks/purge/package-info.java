/**
 * Destruction from the moment at which items are due to their certificates: objects per second, requests to the store, and what remains, beside the raw
 * loop of batches over as many objects on the same server.
 */
@NullMarked
package dev.tenure.benchmarks.purge;

import org.jspecify.annotations.NullMarked;
