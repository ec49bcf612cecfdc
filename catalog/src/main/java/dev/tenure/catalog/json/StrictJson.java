package dev.tenure.catalog.json;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that leaves no room for two readings: UTF-8 only, no name twice in an object, integers only, one value and
 * nothing after it.
 */
public final class StrictJson {

    /** Our documents nest five deep; deeper is an attack on the stack. */
    private static final int MAX_DEPTH = 16;

    private StrictJson() {}

    /**
     * Reads one object.
     *
     * @param maxBytes a larger document is refused unread
     * @throws MalformedJson if the bytes are not one such JSON object
     */
    public static JsonObject parseObject(byte[] utf8, int maxBytes) {
        if (utf8.length > maxBytes) {
            throw new MalformedJson("the document has " + utf8.length + " bytes, more than the allowed " + maxBytes);
        }
        try (JsonParser parser = factory(maxBytes).createParser(ObjectReadContext.empty(), decode(utf8))) {
            JsonValue value = value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw malformed(parser, "something follows the document");
            }
            if (value instanceof JsonObject object) {
                return object;
            }
            throw new MalformedJson("the document is not a JSON object");
        } catch (JacksonException e) {
            throw new MalformedJson("not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonFactory factory(int maxBytes) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(maxBytes)
                        .maxStringLength(maxBytes)
                        .build())
                .build();
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJson("not valid UTF-8", e);
        }
    }

    private static JsonValue value(JsonParser parser, JsonToken token) {
        if (token == null) {
            throw malformed(parser, "the document ends too early");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> string(parser);
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> new JsonNull();
            case VALUE_NUMBER_FLOAT -> throw malformed(parser, "numbers must be integers");
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw malformed(parser, "unexpected " + token);
        };
    }

    private static JsonObject object(JsonParser parser) {
        SortedMap<String, JsonValue> members = new TreeMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!JsonValue.isUnicode(name)) {
                throw malformed(parser, "a name holds half a surrogate pair");
            }
            members.put(name, value(parser, parser.nextToken()));
        }
        return new JsonObject(members);
    }

    private static JsonArray array(JsonParser parser) {
        var elements = new ArrayList<JsonValue>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return new JsonArray(elements);
    }

    private static JsonString string(JsonParser parser) {
        String text = parser.getString();
        if (!JsonValue.isUnicode(text)) {
            throw malformed(parser, "a text holds half a surrogate pair");
        }
        return new JsonString(text);
    }

    private static JsonInteger integer(JsonParser parser) {
        BigInteger value = parser.getBigIntegerValue();
        if (value.abs().compareTo(BigInteger.valueOf(JsonValue.MAX_INTEGER)) > 0) {
            throw malformed(parser, "a number is too large");
        }
        return new JsonInteger(value.longValueExact());
    }

    private static MalformedJson malformed(JsonParser parser, String problem) {
        var location = parser.currentLocation();
        return new MalformedJson(
                problem + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")");
    }
}
