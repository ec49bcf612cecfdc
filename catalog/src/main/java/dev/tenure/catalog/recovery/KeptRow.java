package dev.tenure.catalog.recovery;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;

/**
 * A row of the catalog as PostgreSQL writes it in JSON.
 *
 * @param gone whether the row is no more; then the text is its key
 */
record KeptRow(String table, String text, boolean gone) {

    JsonObject json() {
        return JsonObject.builder()
                .put("table", table)
                .put(gone ? "gone" : "row", text)
                .build();
    }

    static KeptRow read(ObjectReader reader) {
        String table = reader.string("table");
        boolean gone = reader.has("gone");
        return new KeptRow(table, reader.string(gone ? "gone" : "row"), gone);
    }
}
