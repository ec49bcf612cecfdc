/** What rules of a large account cost: to change, to simulate, to explain, to sweep by. */
@NullMarked
package dev.tenure.benchmarks.retention;

import org.jspecify.annotations.NullMarked;
