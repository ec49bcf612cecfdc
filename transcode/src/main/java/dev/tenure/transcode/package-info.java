@NullMarked
package dev.tenure.transcode;

import org.jspecify.annotations.NullMarked;
