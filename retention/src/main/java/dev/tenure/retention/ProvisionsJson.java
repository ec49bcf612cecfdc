package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The stored form of what a rule set says beside what it says of all items. */
public final class ProvisionsJson {

    private static final String SCHEMA = "tenure-provisions/1";
    private static final int MAX_BYTES = 32 << 20;

    private ProvisionsJson() {}

    public static JsonObject write(Provisions provisions) {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("scoped", JsonArray.of(provisions.scoped(), ProvisionsJson::write))
                .put("schedules", JsonArray.of(provisions.schedules(), StatutoryScheduleJson::write))
                .put("labels", JsonArray.of(provisions.labels(), ProvisionsJson::write))
                .put("minimumLocked", provisions.minimumLocked())
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
                .put("kind", text(rule.kind()))
                .put("host", rule.host())
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
                reader.objects("schedules", StatutoryScheduleJson::read),
                reader.objects("labels", ProvisionsJson::label),
                reader.bool("minimumLocked"));
        reader.end();
        return provisions;
    }

    private static Label label(ObjectReader reader) {
        return new Label(reader.string("name"), reader.map("keep", RetentionPeriod::parse));
    }

    private static ScopedRule scoped(ObjectReader reader) {
        return new ScopedRule(
                reader.optionalMap("kind", ItemKind::valueOf),
                reader.optionalString("host"),
                new RuleSet.Range(
                        reader.optionalMap("minimum", RetentionPeriod::parse),
                        reader.optionalMap("maximum", RetentionPeriod::parse)),
                reader.optionalMap("hostDefault", RetentionPeriod::parse),
                reader.bool("locked"));
    }
}
