/**
 * Decides when an item goes and why, guards what must stay, destroys what is due, and proves it.
 *
 * <p>Nouns: {@link dev.tenure.retention.RetentionPeriod}, {@link dev.tenure.retention.Grace},
 * {@link dev.tenure.retention.RuleSet}, {@link dev.tenure.retention.HostChoice},
 * {@link dev.tenure.retention.Horizon}, {@link dev.tenure.retention.Decision},
 * {@link dev.tenure.retention.Explanation}, {@link dev.tenure.retention.DestructionCertificate}.
 *
 * <p>This package is what other modules may use. {@code rules} holds the pure decision, {@code certificate} the
 * signature, {@code json} the one text form of signed documents. Nothing in them reads a clock, a database or a bucket.
 */
@NullMarked
package dev.tenure.retention;

import org.jspecify.annotations.NullMarked;
