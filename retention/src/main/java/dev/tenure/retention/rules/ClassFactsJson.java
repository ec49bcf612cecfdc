package dev.tenure.retention.rules;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.retention.Subject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The stored form of a class's facts. Where the same rules every item it is that of these rules, as it was before kinds and hosts were told apart. */
final class ClassFactsJson {

    private static final String SCHEMA = "tenure-retention-class/2";

    /** A class has a few parts of a handful of rules; a row larger than this was not written by us. */
    static final int MAX_BYTES = 16 << 20;

    private ClassFactsJson() {}

    static JsonObject write(ClassFacts facts) {
        List<Parts.Part<RetentionClass>> parts = facts.parts().list();
        return parts.size() == 1
                ? RetentionClassJson.write(parts.getFirst().says())
                : JsonObject.builder()
                        .put("schema", SCHEMA)
                        .put("parts", JsonArray.of(parts, ClassFactsJson::write))
                        .build();
    }

    private static JsonObject write(Parts.Part<RetentionClass> part) {
        return JsonObject.builder()
                .put(
                        "kinds",
                        JsonArray.ofStrings(
                                part.kinds().stream().sorted().map(Enum::name).toList()))
                .put("host", part.host())
                .put("facts", RetentionClassJson.write(part.says()))
                .build();
    }

    private record Read(List<ItemKind> kinds, @Nullable String host, RetentionClass facts) {}

    static ClassFacts parse(String json) {
        JsonObject object = StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        if (!new JsonString(SCHEMA).equals(object.members().get("schema"))) {
            return ClassFacts.whole(RetentionClassJson.read(object));
        }
        ObjectReader reader = ObjectReader.of(object, "class");
        reader.constant("schema", SCHEMA);
        Set<String> hosts = new TreeSet<>();
        Map<Subject, RetentionClass> facts = new HashMap<>();
        for (Read part : reader.objects("parts", ClassFactsJson::part)) {
            if (part.host() != null) {
                hosts.add(part.host());
            }
            part.kinds().forEach(kind -> facts.put(new Subject(kind, part.host()), part.facts()));
        }
        reader.end();
        return new ClassFacts(Parts.of(hosts, subject -> {
            RetentionClass one = facts.get(subject);
            if (one == null) {
                throw new MalformedJson("class.parts says nothing of kind " + subject.kind());
            }
            return one;
        }));
    }

    private static Read part(ObjectReader reader) {
        return new Read(
                reader.strings("kinds").stream().map(ItemKind::valueOf).toList(),
                reader.optionalString("host"),
                RetentionClassJson.read(reader.object("facts")));
    }
}
