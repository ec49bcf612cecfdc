package dev.tenure.catalog.listing;

/** Orders of a list, all by when the meeting ended; items of one meeting stand together. */
public enum ListingOrder {
    NEWEST("DESC", "<"),
    OLDEST("ASC", ">");

    private final String direction;
    private final String beyond;

    ListingOrder(String direction, String beyond) {
        this.direction = direction;
        this.beyond = beyond;
    }

    /** In SQL. */
    String direction() {
        return direction;
    }

    /** What compares a later row with an earlier one, in SQL. */
    String beyond() {
        return beyond;
    }
}
