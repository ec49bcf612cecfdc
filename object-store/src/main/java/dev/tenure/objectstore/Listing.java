package dev.tenure.objectstore;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param next where the next page begins; empty on the last one
 */
public record Listing<T>(List<T> entries, Optional<ListingMark> next) {

    public Listing {
        entries = List.copyOf(entries);
    }
}
