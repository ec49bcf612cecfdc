package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.JdbcEvidence.Known;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who took part, and what evidence says of each. */
final class EvidencePeople {

    private final Map<UUID, Participant> known;

    private EvidencePeople(Map<UUID, Participant> known) {
        this.known = known;
    }

    static EvidencePeople of(JdbcEvidence evidence, AccountId account, String meeting) {
        return new EvidencePeople(evidence.participants(account, meeting).stream()
                .collect(Collectors.toMap(Known::pseudonym, Known::participant)));
    }

    /**
     * Says it of everybody.
     *
     * @param only of this pseudonym alone
     */
    Stream<JsonObject> said(ChainFacts facts, @Nullable UUID only) {
        return facts.captured()
                .filter(one -> only == null || one.pseudonym().equals(only))
                .map(one -> told(one, known.get(one.pseudonym())));
    }

    private static JsonObject told(ChainFacts.Of one, @Nullable Participant person) {
        return JsonObject.builder()
                .put("principal", one.pseudonym().toString())
                .put("id", person == null ? null : person.id())
                .put("name", person == null ? null : person.name())
                .put("email", person == null ? null : person.email())
                .put("notified", one.captured().notified())
                .put(
                        "capturedBeforeNoticeMs",
                        EvidenceJson.millis(one.captured().beforeNotice()))
                .put(
                        "capturedAfterRefusalMs",
                        EvidenceJson.millis(one.captured().afterRefusal()))
                .build();
    }
}
