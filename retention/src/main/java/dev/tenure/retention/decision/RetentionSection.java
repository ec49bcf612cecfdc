package dev.tenure.retention.decision;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.manifest.ManifestSection;
import dev.tenure.retention.Subject;
import dev.tenure.retention.rules.ClassFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a manifest says of retention: the facts that rule the item, and when it goes by them. */
final class RetentionSection implements ManifestSection {

    private static final int MAX_FACTS = 1 << 20;

    private final ItemDecisions decisions;
    private final RetentionClasses classes;
    private final InstantSource clock;

    RetentionSection(ItemDecisions decisions, RetentionClasses classes, InstantSource clock) {
        this.decisions = decisions;
        this.classes = classes;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public Optional<JsonObject> of(Item item, Meeting meeting) {
        if (item.retentionClass() == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return classes.inForce(item.retentionClass(), now)
                .map(known -> JsonObject.builder()
                        .put("class", known.id())
                        .put(
                                "facts",
                                StrictJson.parseObject(
                                        ClassFacts.parse(known.factsJson())
                                                .of(Subject.of(item))
                                                .canonicalJson()
                                                .getBytes(StandardCharsets.UTF_8),
                                        MAX_FACTS))
                        .put(
                                "goAt",
                                decisions
                                        .decide(item, now)
                                        .map(decision -> decision.destroyAt().toString())
                                        .orElse("never"))
                        .build());
    }
}
