/**
 * Uploads over HTTP into a server in a process of its own: bytes and files per second, the server's processor time and memory, and what it asks of
 * the object store, beside the bare SDK and presigned puts on the same store.
 */
@NullMarked
package dev.tenure.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
