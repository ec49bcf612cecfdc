/** The measured bars: what a part of Tenure costs, beside what the same work costs without it, in one run on one machine. */
@NullMarked
package dev.tenure.benchmarks;

import org.jspecify.annotations.NullMarked;
