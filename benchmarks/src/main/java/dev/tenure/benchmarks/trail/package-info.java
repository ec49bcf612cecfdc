/** The check of the whole trail, beside reading and hashing the same rows and nothing more. */
@NullMarked
package dev.tenure.benchmarks.trail;

import org.jspecify.annotations.NullMarked;
