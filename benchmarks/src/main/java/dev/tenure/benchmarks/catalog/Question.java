package dev.tenure.benchmarks.catalog;

import dev.tenure.catalog.listing.ListingQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page, asked in three ways.
 *
 * @param bare the SQL that somebody would write for just this page, with the plan that the listing takes
 * @param values of its parameters
 * @param parameters of the request over HTTP; null where no token can ask for it
 */
record Question(
        FilledAccount account,
        String bare,
        List<Object> values,
        ListingQuery query,
        @Nullable String parameters) {

    Question {
        values = List.copyOf(values);
    }
}
