package dev.tenure.ingest.companion.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Words as the one JSON that docs/companion-content.md describes: schema {@code tenure-words/1}. */
public final class WordsJson {

    public static final String SCHEMA = "tenure-words/1";

    private static final JsonMapper JSON = JsonMapper.shared();

    private WordsJson() {}

    /**
     * What the words are out of.
     *
     * @param item id of the item whose source it is
     * @param sha256 of the source, as lower-case hexadecimal digits
     * @param kind TRANSCRIPT or CHAT
     */
    public record Origin(String item, String meeting, String kind, String sha256, long size) {}

    public static byte[] write(Words words, Origin origin) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("item", origin.item());
            json.writeStringProperty("meeting", origin.meeting());
            json.writeStringProperty("kind", origin.kind());
            json.writeObjectPropertyStart("source");
            json.writeStringProperty("format", words.format());
            json.writeStringProperty("encoding", words.encoding());
            json.writeStringProperty("sha256", origin.sha256());
            json.writeNumberProperty("size", origin.size());
            json.writeEndObject();
            text(json, "language", words.language());
            json.writeArrayPropertyStart("entries");
            for (Entry entry : words.entries()) {
                entry(json, entry);
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("notUnderstood");
            json.writeNumberProperty("count", words.unreadCount());
            json.writeArrayPropertyStart("listed");
            for (Unread unread : words.unread()) {
                json.writeStartObject();
                json.writeNumberProperty("line", unread.line());
                json.writeStringProperty("why", unread.why());
                json.writeStringProperty("text", unread.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeNumberProperty("mendedTimes", words.mended());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The entries as text alone, for search. */
    public static byte[] text(Words words) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : words.entries()) {
            String speaker = entry.speaker();
            if (speaker != null) {
                text.append(speaker).append(": ");
            }
            text.append(entry.text()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void entry(JsonGenerator json, Entry entry) {
        json.writeStartObject();
        json.writeNumberProperty("line", entry.line());
        number(json, "startMs", entry.startMs());
        number(json, "endMs", entry.endMs());
        text(json, "at", entry.at() == null ? null : entry.at().toString());
        text(json, "clock", entry.clock());
        text(json, "speaker", entry.speaker());
        text(json, "to", entry.to());
        json.writeStringProperty("text", entry.text());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) {
        if (value != null) {
            json.writeNumberProperty(name, value);
        }
    }
}
