/** Decides purely what becomes of a source: which track is copied, encoded or left out, and why. */
@NullMarked
package dev.tenure.transcode.plan;

import org.jspecify.annotations.NullMarked;
