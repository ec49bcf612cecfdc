package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.NoticeId;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.ingest.notice.Captured.Step;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Media;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.JdbcEvidence.Known;
import dev.tenure.ingest.notice.JdbcEvidence.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what is known of a meeting's notices as one JSON document. */
final class EvidenceDocument {

    private final AccountId account;
    private final NoticeSettings settings;
    private final Instant now;
    private final String meeting;
    private final Notices notices;

    EvidenceDocument(AccountId account, NoticeSettings settings, Instant now, String meeting, Notices notices) {
        this.account = account;
        this.settings = settings;
        this.now = now;
        this.meeting = meeting;
        this.notices = notices;
    }

    JsonObject write(List<Link> entries, List<Known> known, @Nullable UUID only) {
        List<JsonValue> chain = new ArrayList<>();
        TreeMap<String, JsonValue> shown = new TreeMap<>();
        SequencedMap<UUID, List<Step>> steps = new LinkedHashMap<>();
        List<Interval> told = new ArrayList<>();
        boolean blocked = true;
        boolean described = false;
        Instant last = Instant.EPOCH;
        String before = "";
        for (Link entry : entries) {
            JsonObject body = EvidenceJson.read(entry.body());
            if (entry.pseudonym() == null) {
                told.addAll(EvidenceJson.intervals(body.members().get("capture")));
                blocked = blocked && EvidenceJson.yes(body, "blockedUntilConsent");
                described = true;
            } else {
                Step step = step(body);
                steps.computeIfAbsent(entry.pseudonym(), absent -> new ArrayList<>())
                        .add(step);
                last = step.at().isAfter(last) ? step.at() : last;
            }
            if (entry.pseudonym() == null || only == null || entry.pseudonym().equals(only)) {
                chain.add(JsonObject.builder()
                        .put("ordinal", entry.ordinal())
                        .put("previous", before)
                        .put("hash", entry.hash())
                        .put("entry", body)
                        .build());
                show(body, shown);
            }
            before = entry.hash();
        }
        List<Interval> capture = Capture.union(told);
        return JsonObject.builder()
                .put("schema", "tenure.notice-evidence/1")
                .put("writtenAt", now.toString())
                .put("controllerAccount", account.toString())
                .put("processor", settings.processor())
                .put("meeting", meeting)
                .put(
                        "hashing",
                        "hash = SHA-256(previous in hexadecimal digits, then the entry as RFC 8785 canonical JSON)")
                .put("head", before)
                .put("notices", new JsonArray(List.copyOf(shown.values())))
                .put(
                        "participants",
                        participants(known, steps, capture, described && blocked, end(capture, last), only))
                .put("entries", new JsonArray(chain))
                .build();
    }

    /** What still lasts is measured up to the last thing that is known. */
    private static Instant end(List<Interval> capture, Instant last) {
        Instant end = last;
        for (Interval one : capture) {
            Instant until = one.until() == null ? one.from() : one.until();
            end = until.isAfter(end) ? until : end;
        }
        return end;
    }

    private static Step step(JsonObject body) {
        String media = EvidenceJson.string(body, "media");
        return new Step(
                Instant.parse(String.valueOf(EvidenceJson.string(body, "eventTime"))),
                Act.valueOf(String.valueOf(EvidenceJson.string(body, "eventType"))),
                media == null ? null : Media.valueOf(media));
    }

    private void show(JsonObject body, Map<String, JsonValue> shown) {
        if (body.members().get("notice") instanceof JsonObject named) {
            String id = String.valueOf(EvidenceJson.string(named, "id"));
            notices.find(account, NoticeId.of(id)).ifPresent(notice -> shown.put(id, notice(notice)));
        }
    }

    private static JsonObject notice(Notice notice) {
        Notice.Sound sound = notice.sound();
        return JsonObject.builder()
                .put("id", notice.id().toString())
                .put("name", notice.name())
                .put("version", notice.version())
                .put("language", notice.language())
                .put("text", notice.text())
                .put("textSha256", notice.textHash().hex())
                .put("onScreen", notice.onScreen())
                .put("soundType", sound == null ? null : sound.mediaType())
                .put("soundSha256", sound == null ? null : sound.sha256().hex())
                .build();
    }

    private static JsonArray participants(
            List<Known> known,
            Map<UUID, List<Step>> steps,
            List<Interval> capture,
            boolean blocked,
            Instant end,
            @Nullable UUID only) {
        Map<UUID, Participant> people = known.stream().collect(Collectors.toMap(Known::pseudonym, Known::participant));
        return new JsonArray(steps.entrySet().stream()
                .filter(one -> only == null || one.getKey().equals(only))
                .<JsonValue>map(one -> participant(
                        one.getKey(), people.get(one.getKey()), Captured.of(capture, blocked, one.getValue(), end)))
                .toList());
    }

    private static JsonObject participant(UUID pseudonym, @Nullable Participant person, Captured captured) {
        return JsonObject.builder()
                .put("principal", pseudonym.toString())
                .put("id", person == null ? null : person.id())
                .put("name", person == null ? null : person.name())
                .put("email", person == null ? null : person.email())
                .put("notified", captured.notified())
                .put("capturedBeforeNoticeMs", EvidenceJson.millis(captured.beforeNotice()))
                .put("capturedAfterRefusalMs", EvidenceJson.millis(captured.afterRefusal()))
                .build();
    }
}
