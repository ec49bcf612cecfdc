/** The rules applied to items of the catalog: what is decided of an item, why, and the tags that say so in the bucket. */
@NullMarked
package dev.tenure.retention.decision;

import org.jspecify.annotations.NullMarked;
