package dev.tenure.retention;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.retention.RunReport.Deferred;
import dev.tenure.retention.RunReport.Destroyed;
import dev.tenure.retention.RunReport.OfClass;
import dev.tenure.retention.RunReport.Planned;
import java.util.UUID;

/** The JSON form of a run's report. Every field is always present; what does not apply is null. */
final class RunReportJson {

    private RunReportJson() {}

    static JsonObject write(RunReport report) {
        return JsonObject.builder()
                .put("schema", RunReport.SCHEMA)
                .put("run", report.run().toString())
                .put("accountHash", report.accountHash())
                .put("state", report.state())
                .put("cause", report.cause())
                .put("planned", write(report.planned()))
                .put("startedAt", report.startedAt().toString())
                .put("sweptAt", report.sweptAt().toString())
                .put("endedAt", report.endedAt().toString())
                .put("proven", report.proven())
                .put("certificatesDigest", report.certificatesDigest())
                .put("destroyed", JsonArray.of(report.destroyed(), RunReportJson::write))
                .put("deferrals", report.deferrals())
                .put("deferred", JsonArray.of(report.deferred(), RunReportJson::write))
                .build();
    }

    private static JsonObject write(Planned planned) {
        return JsonObject.builder()
                .put("at", planned.at().toString())
                .put("items", planned.items())
                .put("bytes", planned.bytes())
                .put("kept", planned.kept())
                .put("classes", JsonArray.of(planned.classes(), RunReportJson::write))
                .build();
    }

    private static JsonObject write(OfClass one) {
        return JsonObject.builder()
                .put("retentionClass", one.retentionClass())
                .put("anchoredUpTo", one.anchoredUpTo())
                .put("items", one.items())
                .put("bytes", one.bytes())
                .build();
    }

    private static JsonObject write(Destroyed destroyed) {
        return JsonObject.builder()
                .put("item", destroyed.item().toString())
                .put("unreadableSince", destroyed.unreadableSince().toString())
                .put("certificate", destroyed.certificate().toString())
                .put("certificateHash", destroyed.certificateHash())
                .build();
    }

    private static JsonObject write(Deferred deferred) {
        return JsonObject.builder()
                .put("item", deferred.item().toString())
                .put("unreadable", Boolean.toString(deferred.unreadable()))
                .put("cause", deferred.cause())
                .put("words", deferred.words())
                .build();
    }

    static RunReport read(ObjectReader reader) {
        reader.constant("schema", RunReport.SCHEMA);
        return new RunReport(
                reader.map("run", UUID::fromString),
                reader.string("accountHash"),
                reader.string("state"),
                reader.optionalString("cause"),
                reader.nested("planned", RunReportJson::planned),
                reader.map("startedAt", InstantText::parse),
                reader.map("sweptAt", InstantText::parse),
                reader.map("endedAt", InstantText::parse),
                reader.integer("proven"),
                reader.string("certificatesDigest"),
                reader.objects("destroyed", RunReportJson::destroyed),
                reader.integer("deferrals"),
                reader.objects("deferred", RunReportJson::deferred));
    }

    private static Planned planned(ObjectReader reader) {
        return new Planned(
                reader.map("at", InstantText::parse),
                reader.integer("items"),
                reader.integer("bytes"),
                reader.integer("kept"),
                reader.objects(
                        "classes",
                        one -> new OfClass(
                                one.string("retentionClass"),
                                one.string("anchoredUpTo"),
                                one.integer("items"),
                                one.integer("bytes"))));
    }

    private static Destroyed destroyed(ObjectReader reader) {
        return new Destroyed(
                reader.map("item", UUID::fromString),
                reader.map("unreadableSince", InstantText::parse),
                reader.map("certificate", UUID::fromString),
                reader.string("certificateHash"));
    }

    private static Deferred deferred(ObjectReader reader) {
        return new Deferred(
                reader.map("item", UUID::fromString),
                reader.map("unreadable", RunReportJson::truth),
                reader.string("cause"),
                reader.string("words"));
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }
}
