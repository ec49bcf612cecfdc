package dev.tenure.app.whole;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One operation of the API as its description has it.
 *
 * @param body its example, made from the schema; {@code null} as JSON where it takes none
 * @param queries names of its query parameters
 */
record Operation(String method, String path, JsonNode body, List<String> queries) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /** Stands for the id of an item in bodies. */
    private static final String ITEM = "<item>";

    /** All operations below {@code paths}. */
    static List<Operation> all(JsonNode description) {
        List<Operation> operations = new ArrayList<>();
        for (String path : description.get("paths").propertyNames()) {
            JsonNode methods = description.get("paths").get(path);
            for (String method : methods.propertyNames()) {
                JsonNode said = methods.get(method);
                List<String> queries = new ArrayList<>();
                said.path("parameters").forEach(parameter -> {
                    if (parameter.get("in").asString().equals("query")) {
                        queries.add(parameter.get("name").asString());
                    }
                });
                JsonNode schema = said.at("/requestBody/content/application~1json/schema");
                operations.add(new Operation(
                        method.toUpperCase(Locale.ROOT),
                        path,
                        JSON.valueToTree(schema.isMissingNode() ? null : example(description, "", schema)),
                        queries));
            }
        }
        return operations;
    }

    /** Something that the schema allows, as plain as possible. */
    private static Object example(JsonNode description, String name, JsonNode schema) {
        if (schema.has("$ref")) {
            return example(
                    description,
                    name,
                    description.at(schema.get("$ref").asString().substring(1)));
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0).asString();
        }
        String type = schema.path("type").isArray()
                ? schema.get("type").get(0).asString()
                : schema.path("type").asString("object");
        return switch (type) {
            case "array" -> name.equals("items") ? List.of(ITEM) : List.of();
            case "integer", "number" -> 1;
            case "boolean" -> true;
            case "string" ->
                name.equals("item") || name.equals("itemId")
                        ? ITEM
                        : switch (schema.path("format").asString("")) {
                            case "date-time" -> name.equals("to") ? "2026-02-01T00:00:00Z" : "2026-01-01T00:00:00Z";
                            case "date" -> "2999-01-01";
                            default -> "P1D";
                        };
            default -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                JsonNode properties = schema.path("properties");
                properties
                        .propertyNames()
                        .forEach(field -> fields.put(field, example(description, field, properties.get(field))));
                yield fields;
            }
        };
    }

    /** Whether it is about something that has an id. */
    boolean names() {
        return path.contains("{") || body.toString().contains(ITEM);
    }

    /** The places of ids in its address: each as the address up to it. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        Matcher place = PLACE.matcher(path);
        while (place.find()) {
            places.add(path.substring(0, place.end()));
        }
        return places;
    }

    /** Sends it about these ids, by place; items of bodies are that of the place of items. */
    Http.Answer send(Http caller, Map<String, String> ids) {
        String address = path;
        for (String place : places().reversed()) {
            String name = place.substring(place.lastIndexOf('{'));
            address = address.replace(name, ids.getOrDefault(place, "?"));
        }
        String text = body.isNull() ? "" : body.toString().replace(ITEM, ids.getOrDefault("/api/v1/items/{id}", "?"));
        BodyPublisher publisher = text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
        return caller.send(
                method,
                address,
                publisher,
                "Content-Type",
                method.equals("PATCH") && path.startsWith("/api/v1/uploads")
                        ? "application/offset+octet-stream"
                        : "application/json",
                "Tus-Resumable",
                "1.0.0",
                "Upload-Offset",
                "0",
                "If-Match",
                "*");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
