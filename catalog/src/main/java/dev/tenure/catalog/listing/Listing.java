package dev.tenure.catalog.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists items of an account. Reads only; never more than a bounded number of rows. */
public interface Listing {

    /** Rows of one page. */
    int PAGE = 50;

    /**
     * The most rows looked at for one page, or one count, of a list that is narrowed in more than one way. Fewer make more pages come back short,
     * more make a page of a list that matches almost nothing slower: a row costs some microseconds.
     */
    int EXAMINED = 5000;

    /** The most items counted; beyond, the answer is "more". */
    int COUNTED = 1000;

    /** The page that follows the query's mark, or the first one. */
    Page page(ListingQuery query);

    /** How many items the whole list has, wherever the query's mark is. */
    Count count(ListingQuery query);

    /**
     * A page.
     *
     * @param rows at most {@link #PAGE}
     * @param next where the list goes on; absent at its end
     * @param complete false when {@link #EXAMINED} rows were looked at before the page was full: it may have few rows, even none, and still
     *     {@code next} goes on
     */
    record Page(List<Listed> rows, @Nullable ListingMark next, boolean complete) {

        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * How many items a list has.
     *
     * @param atLeast at most {@link #COUNTED}
     * @param exact whether there are no more than these
     */
    record Count(int atLeast, boolean exact) {}
}
