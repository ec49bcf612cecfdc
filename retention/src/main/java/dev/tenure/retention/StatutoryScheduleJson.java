package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A schedule as it stands in data files and in revisions: each revision keeps what it was made with. */
public final class StatutoryScheduleJson {

    private static final String SCHEMA = "tenure-statutory-schedule/1";

    private StatutoryScheduleJson() {}

    public static JsonObject write(StatutorySchedule schedule) {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("name", schedule.name())
                .put("edition", schedule.edition())
                .put("title", schedule.title())
                .put("entries", JsonArray.of(schedule.entries(), StatutoryScheduleJson::write))
                .build();
    }

    private static JsonObject write(StatutorySchedule.Entry entry) {
        return JsonObject.builder()
                .put("name", entry.name())
                .put(
                        "kinds",
                        JsonArray.ofStrings(
                                entry.kinds().stream().sorted().map(Enum::name).toList()))
                .put("minimum", text(entry.range().minimum()))
                .put("maximum", text(entry.range().maximum()))
                .put("source", entry.source())
                .put("url", entry.url().toString())
                .put("lookedUp", entry.lookedUp().toString())
                .put("sentence", entry.sentence())
                .build();
    }

    private static @Nullable String text(@Nullable RetentionPeriod period) {
        return period == null ? null : period.toString();
    }

    /**
     * Reads what {@link #write} wrote, or somebody by hand.
     *
     * @throws MalformedJson with a sentence that names the entry
     * @throws IllegalArgumentException likewise, when it contradicts itself
     */
    public static StatutorySchedule read(ObjectReader reader) {
        reader.constant("schema", SCHEMA);
        return new StatutorySchedule(
                reader.string("name"),
                Math.toIntExact(reader.integer("edition")),
                reader.string("title"),
                reader.objects("entries", StatutoryScheduleJson::entry));
    }

    private static StatutorySchedule.Entry entry(ObjectReader reader) {
        String name = reader.string("name");
        List<String> kinds = reader.strings("kinds");
        try {
            return new StatutorySchedule.Entry(
                    name,
                    kinds.stream().map(ItemKind::valueOf).collect(Collectors.toSet()),
                    new RuleSet.Range(
                            reader.optionalMap("minimum", RetentionPeriod::parse),
                            reader.optionalMap("maximum", RetentionPeriod::parse)),
                    reader.string("source"),
                    reader.map("url", URI::create),
                    reader.map("lookedUp", LocalDate::parse),
                    reader.string("sentence"));
        } catch (IllegalArgumentException e) {
            throw new MalformedJson("entry '" + name + "': " + e.getMessage());
        }
    }
}
