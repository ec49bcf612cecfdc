package dev.tenure.ingest.notice;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.ingest.notice.Captured.Step;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Media;
import dev.tenure.ingest.notice.JdbcEvidence.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What a chain says of each participant, gathered link by link: of an event is kept when it was, what it was, and no more. */
final class ChainFacts {

    private final SequencedMap<UUID, List<Step>> steps = new LinkedHashMap<>();
    private final List<Interval> told = new ArrayList<>();
    private boolean blocked = true;
    private boolean described;
    private Instant last = Instant.EPOCH;

    void take(Link link, JsonObject body) {
        if (link.pseudonym() == null) {
            told.addAll(EvidenceJson.intervals(body.members().get("capture")));
            blocked = blocked && EvidenceJson.yes(body, "blockedUntilConsent");
            described = true;
            return;
        }
        Step step = step(body);
        steps.computeIfAbsent(link.pseudonym(), absent -> new ArrayList<>()).add(step);
        last = step.at().isAfter(last) ? step.at() : last;
    }

    private static Step step(JsonObject body) {
        String media = EvidenceJson.string(body, "media");
        return new Step(
                Instant.parse(String.valueOf(EvidenceJson.string(body, "eventTime"))),
                Act.valueOf(String.valueOf(EvidenceJson.string(body, "eventType"))),
                media == null ? null : Media.valueOf(media));
    }

    /** Whom events are of. */
    Set<UUID> pseudonyms() {
        return steps.keySet();
    }

    /** What was captured of one of them. */
    record Of(UUID pseudonym, Captured captured) {}

    /** What was captured of each of them, in the order in which events first told of them. */
    Stream<Of> captured() {
        List<Interval> capture = Capture.union(told);
        Instant end = end(capture);
        return steps.entrySet().stream()
                .map(one -> new Of(one.getKey(), Captured.of(capture, described && blocked, one.getValue(), end)));
    }

    /** What still lasts is measured up to the last thing that is known. */
    private Instant end(List<Interval> capture) {
        Instant end = last;
        for (Interval one : capture) {
            Instant until = one.until() == null ? one.from() : one.until();
            end = until.isAfter(end) ? until : end;
        }
        return end;
    }
}
