package dev.tenure.catalog.trail;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.merkle.TreeHash;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The root of the tree when it had this size.
 *
 * @param previous size of the head before it, 0 for the first: a head that was taken away is missed by the next
 */
public record TrailHead(long size, TreeHash root, long previous, Instant at) {

    static final String SCHEMA = "tenure-trail-head/1";

    public TrailHead {
        if (size < 1 || previous < 0 || previous >= size) {
            throw new IllegalArgumentException("a head of size " + size + " after one of size " + previous);
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("size", size)
                .put("root", root.hex())
                .put("previous", previous)
                .put("at", Microseconds.text(at))
                .build();
    }

    static TrailHead read(ObjectReader reader) {
        reader.constant("schema", SCHEMA);
        return new TrailHead(
                reader.integer("size"),
                reader.map("root", TreeHash::new),
                reader.integer("previous"),
                reader.map("at", Microseconds::parse));
    }
}
