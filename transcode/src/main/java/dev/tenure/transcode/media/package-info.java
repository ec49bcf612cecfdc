/** The words of media work: containers, tracks, facts, labels, limits and failures; nothing here does anything. */
@NullMarked
package dev.tenure.transcode.media;

import org.jspecify.annotations.NullMarked;
