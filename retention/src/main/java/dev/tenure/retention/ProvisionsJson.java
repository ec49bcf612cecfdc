package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of what a rule set says beside what it says of all items. */
public final class ProvisionsJson {

    private static final String SCHEMA = "tenure-provisions/1";
    private static final int MAX_BYTES = 32 << 20;

    /** Only where there are some: rule sets were kept before there was such a thing. */
    private static final String EVENTS = "events";

    private ProvisionsJson() {}

    public static JsonObject write(Provisions provisions) {
        var json = JsonObject.builder()
                .put("schema", SCHEMA)
                .put("scoped", JsonArray.of(provisions.scoped(), ProvisionsJson::write))
                .put("schedules", JsonArray.of(provisions.schedules(), StatutoryScheduleJson::write))
                .put("labels", JsonArray.of(provisions.labels(), ProvisionsJson::write))
                .put("minimumLocked", provisions.minimumLocked());
        if (!provisions.events().isEmpty()) {
            json.put(EVENTS, JsonArray.of(provisions.events(), ProvisionsJson::write));
        }
        return json.build();
    }

    private static JsonObject write(EventRule rule) {
        return JsonObject.builder()
                .put("name", rule.name())
                .put("kind", text(rule.of().kind()))
                .put("host", rule.of().host())
                .put("keep", rule.keep().toString())
                .put("day", rule.day().toString())
                .build();
    }

    private static JsonObject write(Label label) {
        return JsonObject.builder()
                .put("name", label.name())
                .put("keep", label.keep().toString())
                .build();
    }

    private static JsonObject write(ScopedRule rule) {
        return JsonObject.builder()
                .put("kind", text(rule.of().kind()))
                .put("host", rule.of().host())
                .put("minimum", text(rule.range().minimum()))
                .put("maximum", text(rule.range().maximum()))
                .put("hostDefault", text(rule.hostDefault()))
                .put("locked", rule.locked())
                .build();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Reads what {@link #write} wrote; null is what rule sets have that were made before there was such a thing. */
    public static Provisions parse(@Nullable String json) {
        if (json == null) {
            return Provisions.NONE;
        }
        ObjectReader reader =
                ObjectReader.of(StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES), "provisions");
        reader.constant("schema", SCHEMA);
        var provisions = new Provisions(
                reader.objects("scoped", ProvisionsJson::scoped),
                reader.has(EVENTS) ? reader.objects(EVENTS, ProvisionsJson::event) : List.of(),
                reader.objects("schedules", StatutoryScheduleJson::read),
                reader.objects("labels", ProvisionsJson::label),
                reader.bool("minimumLocked"));
        reader.end();
        return provisions;
    }

    private static Label label(ObjectReader reader) {
        return new Label(reader.string("name"), reader.map("keep", RetentionPeriod::parse));
    }

    private static EventRule event(ObjectReader reader) {
        return new EventRule(
                reader.string("name"),
                selector(reader),
                reader.map("keep", RetentionPeriod::parse),
                reader.map("day", EventDay::parse));
    }

    private static Selector selector(ObjectReader reader) {
        return new Selector(reader.optionalMap("kind", ItemKind::valueOf), reader.optionalString("host"));
    }

    private static ScopedRule scoped(ObjectReader reader) {
        return new ScopedRule(
                selector(reader),
                new RuleSet.Range(
                        reader.optionalMap("minimum", RetentionPeriod::parse),
                        reader.optionalMap("maximum", RetentionPeriod::parse)),
                reader.optionalMap("hostDefault", RetentionPeriod::parse),
                reader.bool("locked"));
    }
}
