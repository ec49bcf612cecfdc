/**
 * The life of items as a model: histories of commands, drawn from a seed, are carried out by the real services on PostgreSQL and a bucket that fails, and
 * after each command what came of it is held against what the model expects. Sees retention and all to its left; seen by nobody.
 */
@NullMarked
package dev.tenure.model;

import org.jspecify.annotations.NullMarked;
