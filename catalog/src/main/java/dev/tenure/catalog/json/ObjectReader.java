package dev.tenure.catalog.json;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes a JSON object apart field by field. Every failure is a {@link MalformedJson} that names the field by its path;
 * {@link #end()} refuses fields nobody asked for.
 */
public final class ObjectReader {

    private final JsonObject object;
    private final String path;
    private final Set<String> taken = new HashSet<>();

    private ObjectReader(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * Starts to take an object apart.
     *
     * @param path how messages name the object
     */
    public static ObjectReader of(JsonObject object, String path) {
        return new ObjectReader(object, path);
    }

    /** Whether there is such a field, null or not: for what is written only where it says something. */
    public boolean has(String name) {
        return object.members().containsKey(name);
    }

    public String string(String name) {
        String text = optionalString(name);
        if (text == null) {
            throw new MalformedJson(at(name) + " must not be null");
        }
        return text;
    }

    public @Nullable String optionalString(String name) {
        return switch (take(name)) {
            case JsonString(String text) -> text;
            case JsonNull() -> null;
            default -> throw new MalformedJson(at(name) + " must be text");
        };
    }

    /** The text of a field as something better than text. */
    public <T> T map(String name, Function<String, T> parse) {
        return parsed(name, string(name), parse);
    }

    public <T> @Nullable T optionalMap(String name, Function<String, T> parse) {
        String text = optionalString(name);
        return text == null ? null : parsed(name, text, parse);
    }

    private <T> T parsed(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedJson(at(name) + ": " + e.getMessage(), e);
        }
    }

    public void constant(String name, String expected) {
        String text = string(name);
        if (!text.equals(expected)) {
            throw new MalformedJson(at(name) + " is \"" + text + "\", but only \"" + expected + "\" is understood");
        }
    }

    public long integer(String name) {
        if (take(name) instanceof JsonInteger(long value)) {
            return value;
        }
        throw new MalformedJson(at(name) + " must be an integer");
    }

    public boolean bool(String name) {
        if (take(name) instanceof JsonBoolean(boolean value)) {
            return value;
        }
        throw new MalformedJson(at(name) + " must be true or false");
    }

    public JsonObject object(String name) {
        if (take(name) instanceof JsonObject value) {
            return value;
        }
        throw new MalformedJson(at(name) + " must be an object");
    }

    /** Reads an object field with {@code read} and refuses what that leaves over. */
    public <T> T nested(String name, Function<ObjectReader, T> read) {
        return whole(object(name), at(name), read);
    }

    public <T> @Nullable T optionalNested(String name, Function<ObjectReader, T> read) {
        return switch (take(name)) {
            case JsonNull() -> null;
            case JsonObject value -> whole(value, at(name), read);
            default -> throw new MalformedJson(at(name) + " must be an object or null");
        };
    }

    /** Reads an array of objects, each with {@code read}. */
    public <T> List<T> objects(String name, Function<ObjectReader, T> read) {
        var values = new ArrayList<T>();
        for (JsonValue element : array(name)) {
            String elementPath = at(name) + "[" + values.size() + "]";
            if (!(element instanceof JsonObject value)) {
                throw new MalformedJson(elementPath + " must be an object");
            }
            values.add(whole(value, elementPath, read));
        }
        return values;
    }

    public List<String> strings(String name) {
        var values = new ArrayList<String>();
        for (JsonValue element : array(name)) {
            if (!(element instanceof JsonString(String text))) {
                throw new MalformedJson(at(name) + "[" + values.size() + "] must be text");
            }
            values.add(text);
        }
        return values;
    }

    /**
     * Ends the reading.
     *
     * @throws MalformedJson if the object has a field that was not read
     */
    public void end() {
        var unknown = new TreeSet<>(object.members().keySet());
        unknown.removeAll(taken);
        if (!unknown.isEmpty()) {
            throw new MalformedJson(path + " has an unknown field \"" + unknown.first() + "\"");
        }
    }

    private static <T> T whole(JsonObject value, String path, Function<ObjectReader, T> read) {
        var reader = new ObjectReader(value, path);
        T result;
        try {
            result = read.apply(reader);
        } catch (MalformedJson e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MalformedJson(path + ": " + e.getMessage(), e);
        }
        reader.end();
        return result;
    }

    private List<JsonValue> array(String name) {
        if (take(name) instanceof JsonArray(List<JsonValue> elements)) {
            return elements;
        }
        throw new MalformedJson(at(name) + " must be an array");
    }

    private JsonValue take(String name) {
        JsonValue value = object.members().get(name);
        if (value == null) {
            throw new MalformedJson(at(name) + " is missing");
        }
        taken.add(name);
        return value;
    }

    private String at(String name) {
        return path + "." + name;
    }
}
