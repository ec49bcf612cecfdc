package dev.tenure.catalog.listing;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What narrows a list. All of it must be true of an item.
 *
 * @param host the meeting's, without regard to case; absent for all
 * @param states one of these; empty for all
 * @param kinds one of these; empty for all
 * @param from meetings that ended then or later
 * @param to meetings that ended before then
 * @param title words of the meeting's title
 * @param participant words of the names and addresses of those who took part; not necessarily of one of them
 */
public record ListingFilter(
        @Nullable String host,
        Set<ItemState> states,
        Set<ItemKind> kinds,
        @Nullable Instant from,
        @Nullable Instant to,
        Sought title,
        Sought participant) {

    /** Everything. */
    public static final ListingFilter ALL =
            new ListingFilter(null, Set.of(), Set.of(), null, null, Sought.ANYTHING, Sought.ANYTHING);

    public ListingFilter {
        states = Set.copyOf(states);
        kinds = Set.copyOf(kinds);
    }
}
