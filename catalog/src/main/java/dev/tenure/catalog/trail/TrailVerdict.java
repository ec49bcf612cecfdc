package dev.tenure.catalog.trail;

import dev.tenure.catalog.TrailDetail;
import org.jspecify.annotations.Nullable;

/** What checking a file came to. Compare the key of a head with the one that the operator publishes: anybody can sign with a key of their own. */
public sealed interface TrailVerdict {

    /**
     * The entry is in the tree of the head.
     *
     * @param detail null where it was erased or left out
     */
    record Included(LoggedEntry entry, @Nullable TrailDetail detail, long index, SignedHead head)
            implements TrailVerdict {}

    /** Between the heads the trail only grew. */
    record Consistent(SignedHead from, SignedHead to) implements TrailVerdict {}

    /** A head by itself, as an anchor holds it. */
    record Signed(SignedHead head) implements TrailVerdict {}

    /** The file proves nothing; the first thing that is wrong. */
    record Invalid(String reason) implements TrailVerdict {}
}
