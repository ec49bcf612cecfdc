/**
 * What was said and written in a meeting, out of the files that media servers write: one form for all of them.
 *
 * <p>Pure: bytes in, bytes out. Nouns: an {@link dev.tenure.ingest.companion.format.Entry} was said or written by somebody at some time;
 * {@link dev.tenure.ingest.companion.format.Unread} is what could not be understood, which is told and never dropped. Files come from strangers:
 * size, entries, depth and time are bounded, and whatever looks like markup but is not known becomes text.
 */
@NullMarked
package dev.tenure.ingest.companion.format;

import org.jspecify.annotations.NullMarked;
