package dev.tenure.ingest.notice;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.manifest.ManifestSection;
import java.util.Optional;

/** What a manifest says of the evidence: which chain it ends in, and what was captured of whom before they knew, by pseudonym. */
final class EvidenceSection implements ManifestSection {

    private final Evidence evidence;

    EvidenceSection(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String name() {
        return "noticeEvidence";
    }

    @Override
    public Optional<JsonObject> of(Item item, Meeting meeting) {
        return evidence.summary(item.account(), meeting.externalId());
    }
}
