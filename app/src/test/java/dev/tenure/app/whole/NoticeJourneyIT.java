package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Notices, the evidence of them, and what an officer settles, from outside. */
@ExtendWith(World.Shared.class)
class NoticeJourneyIT {

    private static final String PASSWORD = "correct horse battery";

    private final World world;
    private final String account = "n-" + UUID.randomUUID();
    private final Http manager;
    private final Recordings recordings;

    NoticeJourneyIT(World world) {
        this.world = world;
        this.manager = world.bearer(account, Scope.all());
        this.recordings = new Recordings(manager, world.clock());
        manager.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*")
                .expect(200);
    }

    private Map<String, String> unnoticed() {
        Map<String, String> words = recordings.described("account", account);
        words.remove("notice");
        return words;
    }

    private String registered(String sound) {
        return manager.post(
                        "/api/v1/notices",
                        Map.of(
                                "name",
                                "spoken",
                                "version",
                                1,
                                "language",
                                "en",
                                "text",
                                "This meeting is recorded.",
                                "onScreen",
                                "Recording",
                                "sound",
                                sound))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private static String sound() {
        return Base64.getEncoder().encodeToString("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
    }

    private Browser officer() {
        String id = manager.post(
                        "/api/v1/people",
                        Map.of("email", "olga@example.org", "name", "Olga", "roles", List.of("PRIVACY_OFFICER")))
                .expect(201)
                .json()
                .get("id")
                .asString();
        String oneTime = manager.post("/api/v1/people/" + id + "/one-time-password", "")
                .expect(200)
                .json()
                .get("password")
                .asString();
        Browser browser = new Browser(world.nobody());
        browser.signIn(account, "olga@example.org", oneTime).expect(200);
        browser.post("/api/v1/session/password", Map.of("current", oneTime, "password", PASSWORD))
                .expect(200);
        return browser.refresh();
    }

    @Test
    void evidenceLetsARecordingGoOnAndTellsWhatWasCapturedBeforeIt() {
        String notice = registered(sound());
        assertThat(manager.get("/api/v1/notices")
                        .expect(200)
                        .json()
                        .at("/notices/0/id")
                        .asString())
                .isEqualTo(notice);
        assertThat(manager.get("/api/v1/notices/" + notice + "/sound")
                        .expect(200)
                        .text())
                .startsWith("RIFF");

        Map<String, String> words = unnoticed();
        String item = recordings.handOver(world.clips().playable(), words);
        JsonNode waiting = recordings.quarantined(item);
        assertThat(waiting.at("/quarantine/0/cause").asString()).isEqualTo("NO_NOTICE");

        Instant began = Instant.parse(String.valueOf(words.get("meetingStart")));
        Map<String, Object> evidence = Map.of(
                "meeting",
                String.valueOf(words.get("meetingId")),
                "header",
                Map.of(
                        "notice",
                        Map.of("name", "spoken", "version", 1, "language", "en"),
                        "sensitive",
                        false,
                        "blockedUntilConsent",
                        false,
                        "capture",
                        List.of(Map.of(
                                "from",
                                began.toString(),
                                "until",
                                began.plusSeconds(60).toString()))),
                "events",
                List.of(
                        event("1", "JOINED", began, Map.of()),
                        event(
                                "2",
                                "NOTICE_HEARD",
                                began.plusSeconds(2),
                                Map.of("notice", Map.of("name", "spoken", "version", 1, "language", "en")))));
        JsonNode taken =
                manager.post("/api/v1/notice-evidence", evidence).expect(200).json();
        assertThat(taken.get("added").asInt()).isEqualTo(3);
        recordings.await(item, "READY");

        JsonNode document = manager.get("/api/v1/items/" + item + "/notice-evidence")
                .expect(200)
                .json();
        assertThat(document.get("head")).isEqualTo(taken.get("head"));
        assertThat(document.at("/participants/0/capturedBeforeNoticeMs").asInt())
                .isEqualTo(2000);
        assertThat(document.at("/notices/0/text").asString()).isEqualTo("This meeting is recorded.");
        assertThat(manager.get("/api/v1/notice-evidence?meeting=" + words.get("meetingId"))
                        .expect(200)
                        .json()
                        .get("head"))
                .isEqualTo(taken.get("head"));
        Http.Answer unknown =
                manager.get("/api/v1/notice-evidence?meeting=unknown").problem(404, "not-found");
        Http.Answer foreign = world.bearer("evidence-strangers", Scope.all())
                .get("/api/v1/notice-evidence?meeting=" + words.get("meetingId"))
                .problem(404, "not-found");
        assertThat(foreign.text()).isEqualTo(unknown.text());
        assertThat(manager.get("/api/v1/items/" + item + "/trail")
                        .expect(200)
                        .json()
                        .get("entries")
                        .findValuesAsString("action"))
                .containsOnlyOnce("item.evidence-read");
    }

    private static Map<String, Object> event(String id, String type, Instant at, Map<String, Object> more) {
        Map<String, Object> event = new HashMap<>(Map.of(
                "id",
                id,
                "type",
                type,
                "at",
                at.toString(),
                "proxy",
                false,
                "participant",
                Map.of("id", "ana", "name", "Ana")));
        event.putAll(more);
        return event;
    }

    @Test
    void anOfficerPutsTheEndRightByNameAndNobodyElseDoes() {
        Map<String, String> words = recordings.described("account", account);
        words.put("recordedUntil", "2031-01-01T00:00:00Z");
        String item = recordings.handOver(world.clips().playable(), words);
        recordings.quarantined(item);
        Map<String, Object> correction =
                Map.of("recordedUntil", String.valueOf(words.get("meetingEnd")), "reason", "calendar");
        String address = "/api/v1/items/" + item + "/recorded-until";
        manager.put(address, correction).problem(403, "person-needed");

        Browser olga = officer();
        olga.put(address, Map.of("recordedUntil", "2031-01-01T00:00:00Z", "reason", "r"))
                .problem(409, "state-conflict");
        olga.put(address, Map.of("recordedUntil", "yesterday", "reason", "r")).problem(400, "bad-request");
        olga.post(
                        "/api/v1/items/" + item + "/quarantine/waive",
                        Map.of("causes", List.of("ANCHOR_IMPLAUSIBLE"), "reason", "r"))
                .problem(409, "state-conflict");
        olga.put(address, correction).expect(204);
        recordings.await(item, "READY");
        assertThat(olga.get("/api/v1/items/" + item + "/trail").expect(200).text())
                .contains("item.anchor-corrected", "calendar");
    }

    @Test
    void theAccountDecidesWhatHappensWithoutEvidence() {
        manager.put("/api/v1/account/notice-policy", Map.of("withoutEvidence", "REFUSE"), "If-Match", "*")
                .expect(200);
        recordings.announce(10, unnoticed()).problem(422, "notice-needed");
        manager.put("/api/v1/account/notice-policy", Map.of("withoutEvidence", "ACCEPT"), "If-Match", "*")
                .expect(200);
        String item = recordings.handOver(world.clips().playable(), unnoticed());
        recordings.await(item, "READY");
        manager.put("/api/v1/account/notice-policy", Map.of("withoutEvidence", "NOTHING"), "If-Match", "*")
                .problem(400, "bad-request");
    }

    @Test
    void theAccountDecidesWhatOfANoticeIsInTheFiles() {
        String address = "/api/v1/account/notice-on-media";
        JsonNode usual = manager.get(address).expect(200).json();
        assertThat(usual.get("visible").asString()).isEqualTo("NONE");
        assertThat(usual.get("audible").asBoolean()).isFalse();
        manager.put(address, Map.of("visible", "LINE", "audible", false), "If-Match", "*")
                .expect(200);
        String item = recordings.handOver(world.clips().playable(), recordings.described("account", account));
        recordings.await(item, "READY");
        assertThat(manager.get(address).expect(200).json().get("visible").asString())
                .isEqualTo("LINE");
        Until.holds(
                "the manifest tells of it",
                Duration.ofSeconds(60),
                () -> manager.get("/api/v1/items/" + item + "/manifest")
                        .json()
                        .at("/noticeOnMedia/words")
                        .asString()
                        .replace('\n', ' ')
                        .contains("Recorded with notice recording version 1 (en), kept until"));
        manager.put(address, Map.of("visible", "EVERYWHERE", "audible", false), "If-Match", "*")
                .problem(400, "bad-request");
        manager.put(address, Map.of("visible", "LINE"), "If-Match", "*").problem(400, "bad-request");
    }

    @Test
    void evidenceMayComeWithTheUpload() {
        registered(sound());
        manager.put("/api/v1/account/notice-policy", Map.of("withoutEvidence", "REFUSE"), "If-Match", "*")
                .expect(200);
        Map<String, String> words = unnoticed();
        Instant began = Instant.parse(String.valueOf(words.get("meetingStart")));
        Map<String, Object> heard = event(
                "1", "NOTICE_HEARD", began, Map.of("notice", Map.of("name", "spoken", "version", 1, "language", "en")));
        String meeting = String.valueOf(words.get("meetingId"));
        words.put("noticeEvidence", json(Map.of("meeting", meeting, "events", List.of(heard))));

        String item = recordings.handOver(world.clips().playable(), words);
        recordings.await(item, "READY");

        JsonNode document = manager.get("/api/v1/items/" + item + "/notice-evidence")
                .expect(200)
                .json();
        assertThat(document.get("entries")).hasSize(1);
        // Nobody said when recording was on.
        assertThat(document.at("/participants/0/capturedBeforeNoticeMs").isNull())
                .isTrue();
        Map<String, Object> left = event("2", "LEFT", began.plusSeconds(9), Map.of());
        manager.post("/api/v1/notice-evidence", Map.of("meeting", meeting, "events", List.of(heard, left)))
                .expect(200);
        JsonNode entries = manager.get("/api/v1/items/" + item + "/notice-evidence")
                .expect(200)
                .json()
                .get("entries");
        assertThat(entries).hasSize(2);
        assertThat(entries.at("/1/previous")).isEqualTo(document.get("head"));
    }

    @Test
    void evidenceWithAnUploadIsReadLikeAnyOther() {
        registered(sound());
        Map<String, Object> event = event("1", "JOINED", world.clock().instant(), Map.of());
        Map<String, Object> unknown = event(
                "1",
                "NOTICE_HEARD",
                world.clock().instant(),
                Map.of("notice", Map.of("name", "spoken", "version", 9, "language", "en")));
        Map<String, String> words = unnoticed();
        String meeting = String.valueOf(words.get("meetingId"));
        for (Object wrong : List.of(
                "no json",
                "null",
                "[]",
                "{}",
                Map.of("meeting", meeting),
                Map.of("meeting", "another", "events", List.of(event)),
                Map.of("meeting", meeting, "events", List.of(event), "state", "READY"),
                Map.of(
                        "meeting",
                        meeting,
                        "events",
                        List.of(event("1", "SEEN", world.clock().instant(), Map.of()))))) {
            words.put("noticeEvidence", json(wrong));
            recordings.announce(10, words).problem(400, "bad-request");
        }
        words.put("noticeEvidence", json(Map.of("meeting", meeting, "events", List.of(event, unknown))));
        recordings.announce(10, words).problem(409, "evidence-refused");
        manager.get("/api/v1/notice-evidence?meeting=" + meeting).problem(404, "not-found");
    }

    private static String json(Object value) {
        return value instanceof String text ? text : JsonMapper.shared().writeValueAsString(value);
    }

    @Test
    void refusesEvidenceThatCannotBe() {
        registered(sound());
        String meeting = UUID.randomUUID().toString();
        Instant now = world.clock().instant();
        manager.post("/api/v1/notice-evidence", Map.of("meeting", meeting)).problem(400, "bad-request");
        manager.post(
                        "/api/v1/notice-evidence",
                        Map.of("meeting", meeting, "events", List.of(event("1", "SEEN", now, Map.of()))))
                .problem(400, "bad-request");
        Map<String, Object> unknown = Map.of("notice", Map.of("name", "spoken", "version", 9, "language", "en"));
        manager.post(
                        "/api/v1/notice-evidence",
                        Map.of("meeting", meeting, "events", List.of(event("1", "NOTICE_HEARD", now, unknown))))
                .problem(409, "evidence-refused");
        manager.post(
                        "/api/v1/notices",
                        Map.of("name", "n", "version", 1, "language", "en", "text", "t", "sound", "AAAA"))
                .problem(400, "bad-request");
        manager.get("/api/v1/notice-evidence?meeting=" + meeting).problem(404, "not-found");
    }
}
