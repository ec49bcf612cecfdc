package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.JdbcEvidence.Known;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who took part, and what evidence says of each: whom events are of, and whom the meeting's description names and no event is of. */
final class EvidencePeople {

    private final Map<UUID, Participant> known;
    private final List<Meeting.Participant> described;

    private EvidencePeople(Map<UUID, Participant> known, List<Meeting.Participant> described) {
        this.known = known;
        this.described = described;
    }

    static EvidencePeople of(JdbcEvidence evidence, Meetings meetings, AccountId account, String meeting) {
        return new EvidencePeople(
                evidence.participants(account, meeting).stream()
                        .collect(Collectors.toMap(Known::pseudonym, Known::participant)),
                meetings.find(account, meeting).map(Meeting::participants).orElse(List.of()));
    }

    /**
     * Says it of everybody.
     *
     * @param only of this pseudonym alone
     */
    Stream<JsonObject> said(ChainFacts facts, @Nullable UUID only) {
        Stream<JsonObject> told = facts.captured()
                .filter(one -> only == null || one.pseudonym().equals(only))
                .map(one -> told(one, known.get(one.pseudonym())));
        return only == null ? Stream.concat(told, unreached(facts)) : told;
    }

    /** Nobody, where it was forgotten whom events are of: then it cannot be known who is left. */
    private Stream<JsonObject> unreached(ChainFacts facts) {
        if (!known.keySet().containsAll(facts.pseudonyms())) {
            return Stream.of();
        }
        Unreached unreached = Unreached.among(
                described, facts.pseudonyms().stream().map(known::get).toList());
        return unreached.people().stream().map(one -> untold(one, unreached.certain()));
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

    /** Nobody said when they came and went, so nobody knows how long they were captured. */
    private static JsonObject untold(Meeting.Participant one, boolean certain) {
        JsonValue nobodyKnows = new JsonNull();
        return JsonObject.builder()
                .put("principal", nobodyKnows)
                .put("id", nobodyKnows)
                .put("name", one.displayName())
                .put("email", one.email())
                .put("notified", certain ? new JsonBoolean(false) : nobodyKnows)
                .put("capturedBeforeNoticeMs", nobodyKnows)
                .put("capturedAfterRefusalMs", nobodyKnows)
                .build();
    }
}
