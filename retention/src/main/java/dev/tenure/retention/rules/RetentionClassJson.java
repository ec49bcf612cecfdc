package dev.tenure.retention.rules;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.retention.EventDay;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/** The stored form of a retention class. Its digest names rows and tags, so the form only changes with its schema. */
final class RetentionClassJson {

    private static final String SCHEMA = "tenure-retention-class/1";

    /** Only where it says something: what was written before there was such a thing has the digest that it had. */
    private static final String NOT_BEFORE = "notBefore";

    private static final String EVENT = "event";

    /** A class has a handful of rules; a row larger than this was not written by us. */
    private static final int MAX_BYTES = 1 << 20;

    private RetentionClassJson() {}

    static JsonObject write(RetentionClass ruled) {
        var json = JsonObject.builder()
                .put("schema", SCHEMA)
                .put("ruleSet", ruled.ruleSet().toString())
                .put("revision", ruled.revision())
                .put("zone", ruled.zone().getId())
                .put("trashGrace", ruled.trashGrace().toString())
                .put("holdCoolOff", ruled.holdCoolOff().toString())
                .put("rules", JsonArray.of(ruled.rules(), RetentionClassJson::write));
        if (ruled.notBefore() != null) {
            json.put(NOT_BEFORE, ruled.notBefore().toString());
        }
        return json.build();
    }

    private static JsonObject write(Rule rule) {
        var json = JsonObject.builder()
                .put("class", rule.ruleClass().name())
                .put("scope", rule.scope().name())
                .put("period", rule.period().toString())
                .put("source", rule.source());
        if (rule.event() != null) {
            json.put(EVENT, rule.event().toString());
        }
        return json.build();
    }

    static RetentionClass parse(String json) {
        return read(StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES));
    }

    static RetentionClass read(JsonObject object) {
        ObjectReader reader = ObjectReader.of(object, "class");
        reader.constant("schema", SCHEMA);
        var ruled = new RetentionClass(
                reader.map("ruleSet", UUID::fromString),
                Math.toIntExact(reader.integer("revision")),
                reader.map("zone", ZoneId::of),
                reader.map("trashGrace", Grace::parse),
                reader.map("holdCoolOff", Grace::parse),
                reader.objects("rules", RetentionClassJson::rule),
                reader.has(NOT_BEFORE) ? reader.map(NOT_BEFORE, Instant::parse) : null);
        reader.end();
        return ruled;
    }

    private static Rule rule(ObjectReader reader) {
        return new Rule(
                reader.map("class", RuleClass::valueOf),
                reader.map("scope", RuleScope::valueOf),
                reader.map("period", RetentionPeriod::parse),
                reader.string("source"),
                reader.has(EVENT) ? reader.map(EVENT, EventDay::parse) : null);
    }
}
