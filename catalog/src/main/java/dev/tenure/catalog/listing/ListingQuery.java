package dev.tenure.catalog.listing;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param owner whose items alone are shown; absent shows all of the account
 * @param after where the page before ended; absent for the first
 */
public record ListingQuery(
        AccountId account,
        @Nullable PersonId owner,
        ListingFilter filter,
        ListingOrder order,
        @Nullable ListingMark after) {

    /** The same list from its beginning. */
    ListingQuery fromItsBeginning() {
        return new ListingQuery(account, owner, filter, order, null);
    }
}
