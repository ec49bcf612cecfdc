/** Legal holds: cases that forbid the destruction of items, whatever the rules say. */
@NullMarked
package dev.tenure.retention.hold;

import org.jspecify.annotations.NullMarked;
