/**
 * How far the processing of recordings is, whose turn comes next, and what people want of it. It keeps the facts; the transcode module acts on them.
 *
 * <p>Nouns: {@link dev.tenure.catalog.processing.Processing}, phase, round (from one wish of people to the next), attempt, turn, place, priority.
 */
@NullMarked
package dev.tenure.catalog.processing;

import org.jspecify.annotations.NullMarked;
