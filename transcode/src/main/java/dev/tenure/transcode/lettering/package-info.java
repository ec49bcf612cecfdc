/** The font that words are drawn with on pictures, and what can be known of it without drawing. */
@NullMarked
package dev.tenure.transcode.lettering;

import org.jspecify.annotations.NullMarked;
