/**
 * The manifest of each item: a sealed JSON document beside its other objects that says what they are, from which meeting, under which rules, and
 * what participants knew. Whoever has the bucket and the key needs no database to understand an item.
 *
 * <p>Objects: one visible {@code manifest.json} per item at a time, written anew some time after facts changed, at a key of its own; the one before
 * is deleted once the new one counts, or goes with the item where it is locked. Considerations: it has the meeting's people, and goes with the key of
 * the item like everything else.
 */
@NullMarked
package dev.tenure.catalog.manifest;

import org.jspecify.annotations.NullMarked;
