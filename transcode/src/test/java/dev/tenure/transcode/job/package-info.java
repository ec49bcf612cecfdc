/** Workers on real parts, made to die and to freeze where it hurts. */
@NullMarked
package dev.tenure.transcode.job;

import org.jspecify.annotations.NullMarked;
