package dev.tenure.objectstore;

/**
 * A place in a listing, as the store named it. Opaque but for {@link #START}.
 *
 * @param key the last key of the page before
 * @param id its last version there
 */
public record ListingMark(String key, String id) {

    public static final ListingMark START = new ListingMark("", "");
}
