/**
 * What every store must do, as tests that each server runs.
 *
 * <p>{@link dev.tenure.objectstore.contract.ObjectStoreContract} is the entry: one concrete class for each server. The behaviours stand in one
 * class for each subject. Where a server differs its class says so with a reason, and the build keeps that true: a declared difference that is
 * gone fails. {@code target/store-contract.md} shows every behaviour of every server that was there.
 */
@NullMarked
package dev.tenure.objectstore.contract;

import org.jspecify.annotations.NullMarked;
