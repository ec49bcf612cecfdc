/** Looks at small grey frames and counts: pure, so that what a picture is taken for can be told by numbers. */
@NullMarked
package dev.tenure.transcode.look;

import org.jspecify.annotations.NullMarked;
