package dev.tenure.retention;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/** The machine's form of an explanation. Certificates quote its digest, so it only changes with its schema. */
final class ExplanationJson {

    private ExplanationJson() {}

    static JsonObject write(Explanation explanation) {
        Decision decision = explanation.decision();
        var json = JsonObject.builder()
                .put("schema", "tenure-explanation/1")
                .put("askedAt", explanation.askedAt().toString())
                .put("standing", explanation.standing().name())
                .put("anchor", decision.anchor().toString())
                .put("zone", decision.zone().getId())
                .put("floor", text(decision.bounds().floor()))
                .put("chosen", text(decision.bounds().chosen()))
                .put("ceiling", text(decision.bounds().ceiling()))
                .put("goAt", decision.goAt().toString())
                .put("trashedAt", text(decision.trashedAt()))
                .put("destroyAt", decision.destroyAt().toString())
                .put("heldUntil", text(decision.heldUntil()))
                .put("conflicted", decision.conflicted())
                .put("unbounded", decision.unbounded())
                .put("rules", JsonArray.of(decision.considered(), ExplanationJson::write));
        // Only where it says something, so that explanations without it have the digest they always had.
        if (decision.notBefore() != null) {
            json.put("notBefore", decision.notBefore().toString());
        }
        return json.build();
    }

    private static JsonObject write(ConsideredRule rule) {
        var json = JsonObject.builder()
                .put("class", rule.ruleClass().name())
                .put("scope", rule.scope().name())
                .put("source", rule.source())
                .put("anchor", rule.anchor().toString())
                .put("period", rule.period().toString())
                .put("zone", rule.zone().getId())
                .put("instant", rule.horizon().toString())
                .put("won", rule.won())
                .put("why", rule.why());
        if (rule.event() != null) {
            json.put("event", rule.event().toString());
        }
        return json.build();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
