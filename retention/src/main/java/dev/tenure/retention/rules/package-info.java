/**
 * The pure decision of when an item goes: facts in, a reasoned {@link dev.tenure.retention.Decision} out.
 *
 * <p>Nouns: {@link dev.tenure.retention.rules.Rule}, {@link dev.tenure.retention.rules.RetentionFacts},
 * {@link dev.tenure.retention.rules.HoldFact}, {@link dev.tenure.retention.rules.RetentionClass},
 * {@link dev.tenure.retention.rules.Cutoff}. No clock, no IO: the same facts always give the same answer.
 */
@NullMarked
package dev.tenure.retention.rules;

import org.jspecify.annotations.NullMarked;
