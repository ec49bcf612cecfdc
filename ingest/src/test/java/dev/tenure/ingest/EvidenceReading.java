package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.ingest.notice.EvidenceDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Reads what a document of evidence says. */
final class EvidenceReading {

    private EvidenceReading() {}

    /** The document as it is written, which is the only way to write it. */
    static JsonObject read(EvidenceDocument document) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            document.writeTo(written);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        JsonObject read = StrictJson.parseObject(written.toByteArray(), Integer.MAX_VALUE);
        assertThat(read.canonicalBytes()).isEqualTo(written.toByteArray());
        return read;
    }

    static List<JsonObject> entries(JsonObject document) {
        return objects(document, "entries");
    }

    static List<JsonObject> participants(JsonObject document) {
        return objects(document, "participants");
    }

    private static List<JsonObject> objects(JsonObject in, String name) {
        return in.members().get(name) instanceof JsonArray(List<JsonValue> elements)
                ? elements.stream().map(JsonObject.class::cast).toList()
                : List.of();
    }

    static JsonObject object(JsonObject in, String name) {
        return (JsonObject) Objects.requireNonNull(in.members().get(name));
    }

    static String text(JsonObject in, String name) {
        return in.members().get(name) instanceof JsonString(String value) ? value : "";
    }
}
