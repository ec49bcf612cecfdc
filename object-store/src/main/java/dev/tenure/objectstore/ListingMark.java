package dev.tenure.objectstore;

/**
 * A place in a listing, as the store named it. Opaque but for {@link #START}, {@link #before} and {@link #behind}.
 *
 * @param key the last key of the page before
 * @param id its last version there
 */
public record ListingMark(String key, String id) {

    public static final ListingMark START = new ListingMark("", "");

    /** The place in front of everything in a folder. What lies between the folder's own name and its first key may be listed as well. */
    public static ListingMark before(KeyPrefix folder) {
        return new ListingMark(folder.value().substring(0, folder.value().length() - 1), "");
    }

    /** The place behind all versions of a key, whether it has any or not. */
    public static ListingMark behind(ObjectKey key) {
        return new ListingMark(key.value(), "");
    }
}
