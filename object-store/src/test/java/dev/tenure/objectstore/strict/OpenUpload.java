package dev.tenure.objectstore.strict;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** An object whose parts are still arriving. */
public record OpenUpload(
        String key,
        String id,
        Description description,
        Instant initiated,
        long born,
        SortedMap<Integer, SentPart> parts) {

    /** A part that counts until the same number is sent again. */
    public record SentPart(int number, Content content, Instant modified) {}

    /** The part that the one who completes names. */
    public record NamedPart(int number, String etag) {}

    public OpenUpload {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    OpenUpload with(SentPart part) {
        TreeMap<Integer, SentPart> all = new TreeMap<>(parts);
        all.put(part.number(), part);
        return new OpenUpload(key, id, description, initiated, born, all);
    }

    /** What remains in memory of one that is over. */
    OpenUpload withoutParts() {
        return new OpenUpload(key, id, description, initiated, born, new TreeMap<>());
    }
}
