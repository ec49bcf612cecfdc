/**
 * The object store: bytes per second, processor time and memory of sealed transfers, and objects per second of deletion, beside the bare SDK on
 * the same server.
 */
@NullMarked
package dev.tenure.benchmarks.store;

import org.jspecify.annotations.NullMarked;
