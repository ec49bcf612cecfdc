package dev.tenure.objectstore.strict;

import java.util.List;

/** The beginning of what a listing has to show, at most as much as was asked for. */
public record Page<T>(List<T> entries, boolean truncated) {

    /** S3's limit on the entries of one page. */
    public static final int MAX = 1000;

    public Page {
        entries = List.copyOf(entries);
    }

    static <T> Page<T> of(List<T> all, int max) {
        int size = Math.min(Math.min(max, MAX), all.size());
        return new Page<>(all.subList(0, size), size < all.size() && size > 0);
    }
}
