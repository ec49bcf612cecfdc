package dev.tenure.catalog.json;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes RFC 8785 text; see section 3.2.2.2 there for the escapes. */
final class CanonicalText {

    private CanonicalText() {}

    static void append(JsonValue value, StringBuilder text) {
        switch (value) {
            case JsonObject(SortedMap<String, JsonValue> members) -> appendMembers(members, text);
            case JsonArray(List<JsonValue> elements) -> appendElements(elements, text);
            case JsonString(String string) -> appendString(string, text);
            case JsonInteger(long integer) -> text.append(integer);
            case JsonBoolean(boolean truth) -> text.append(truth);
            case JsonNull() -> text.append("null");
        }
    }

    private static void appendMembers(SortedMap<String, JsonValue> members, StringBuilder text) {
        text.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            text.append(separator);
            appendString(member.getKey(), text);
            text.append(':');
            append(member.getValue(), text);
            separator = ",";
        }
        text.append('}');
    }

    private static void appendElements(List<JsonValue> elements, StringBuilder text) {
        text.append('[');
        String separator = "";
        for (JsonValue element : elements) {
            text.append(separator);
            append(element, text);
            separator = ",";
        }
        text.append(']');
    }

    private static void appendString(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
