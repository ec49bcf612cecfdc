/** Tells accounts of items that will soon be destroyed, while there is time to do something about it. */
@NullMarked
package dev.tenure.retention.expiry;

import org.jspecify.annotations.NullMarked;
