package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From one page of a listing to the next. */
final class Paging {

    private Paging() {}

    /**
     * Where the next page begins. How much this page lists says nothing of whether there is one: pages may be empty.
     *
     * @throws ObjectStoreException of fault STORE when there is more, and the server does not say where, or names the same place again: taking
     *     that for the end would certify as gone what is there
     */
    static Optional<ListingMark> next(
            Object prefix, ListingMark after, @Nullable Boolean truncated, @Nullable String key, @Nullable String id) {
        if (!Boolean.TRUE.equals(truncated)) {
            return Optional.empty();
        }
        ListingMark next = new ListingMark(key == null ? "" : key, id == null ? "" : id);
        if (next.equals(ListingMark.START) || next.equals(after)) {
            throw new ObjectStoreException(
                    Fault.STORE, "list under " + prefix + ": there is more, and the store does not say where", null);
        }
        return Optional.of(next);
    }

    /** How a request names a place; not at all at the beginning. */
    static @Nullable String named(String part) {
        return part.isEmpty() ? null : part;
    }
}
