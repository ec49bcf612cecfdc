/**
 * Changes of an account's rules for what is there already: shown before ({@link Simulator}), proposed by one person, approved by another, in force after
 * a delay, revocable until then ({@link Changes}). Reads and schedules the editions of {@code policy}; no item is ever written here.
 */
@NullMarked
package dev.tenure.retention.change;

import org.jspecify.annotations.NullMarked;
