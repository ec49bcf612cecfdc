package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever is sent, the answer is clear, the server stays up, and what is stored stays as it is. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String ITEMS = "/api/v1/items/";

    private final World world;
    private final Http http;
    private final Recordings recordings;
    private final byte[] source;
    private String item = "";

    BadInputIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
        this.source = world.clips().playable();
    }

    @BeforeAll
    void storeARecording() {
        item = recordings.handOver(source, recordings.described());
        recordings.await(item, "READY");
    }

    @AfterAll
    void isUntouched() {
        assertThat(recordings.state(item)).isEqualTo("READY");
        assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
        assertThat(recordings.handOver(source, recordings.described())).isNotBlank();
    }

    @Test
    void asksForAToken() {
        for (String path : List.of("/api/v1/items", ITEMS + item, "/api/v1/holds", "/no/such/path")) {
            Http.Answer refused = world.nobody().get(path).problem(401, "token-missing");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        }
        for (String token : List.of("wrong", http.token() + "x", "' OR 1=1 --", "a".repeat(4000), "ä")) {
            world.nobody()
                    .get("/api/v1/items", "Authorization", "Bearer " + token)
                    .problem(401, "token-invalid");
        }
        world.nobody()
                .get("/api/v1/items", "Authorization", "Basic " + http.token())
                .problem(401, "token-invalid");
        world.nobody().get("/api/v1/items?access_token=" + http.token()).problem(401, "token-missing");
    }

    @Test
    void asksForTheScope() {
        Http reader = world.bearer("main", Set.of(Scope.READ.word()));
        reader.get(ITEMS + item).expect(200);
        assertThat(reader.post(ITEMS + item + "/trash", "")
                        .problem(403, "scope-missing")
                        .detail())
                .contains("items:write");
        reader.put(ITEMS + item + "/retention", Map.of("period", "P1D")).problem(403, "scope-missing");
        reader.put("/api/v1/retention/rules", Recordings.RULES).problem(403, "scope-missing");
        reader.get("/api/v1/holds").problem(403, "scope-missing");
        new Recordings(reader, world.clock())
                .announce(10, recordings.described())
                .problem(403, "scope-missing");
        world.bearer("main", Set.of(Scope.UPLOAD.word())).get(ITEMS + item).problem(403, "scope-missing");
    }

    @Test
    void refusesUploadsThatCannotBe() {
        recordings.announce(0, recordings.described()).problem(400, "upload-empty");
        Http.Answer large =
                recordings.announce(World.MAX_SIZE + 1, recordings.described()).problem(413, "upload-too-large");
        assertThat(large.detail()).contains(Long.toString(World.MAX_SIZE));
        recordings
                .announce("999999999999999999", Recordings.header(recordings.described()))
                .problem(413, "upload-too-large");
        recordings.announce(10, recordings.described("account", "nobody")).problem(404, "account-unknown");
        world.bearer("other", Scope.all());
        recordings.announce(10, recordings.described("account", "other")).problem(404, "account-unknown");
    }

    static Stream<Arguments> badWords() {
        return Stream.of(
                Arguments.of("meetingStart", "yesterday"),
                Arguments.of("meetingEnd", "2026-02-30T00:00:00Z"),
                Arguments.of("meetingEnd", "1999-01-01T00:00:00Z"),
                Arguments.of("meetingEnd", "+999999999-01-01T00:00:00Z"),
                Arguments.of("recordedUntil", "-999999999-01-01T00:00:00Z"),
                Arguments.of("recordedUntil", "+1000000000-12-31T23:59:59Z"),
                Arguments.of("meetingZone", "Europe/Atlantis"),
                Arguments.of("meetingZone", "../../etc"),
                Arguments.of("meetingTitle", ""),
                Arguments.of("meetingTitle", "x".repeat(501)),
                Arguments.of("meetingTitle", "a\0b"),
                Arguments.of("host", "a\0b"),
                Arguments.of("kind", "virus"),
                Arguments.of("sha256", "abc"),
                Arguments.of("participants", "no json"),
                Arguments.of("participants", "{}"),
                Arguments.of("participants", "null"),
                Arguments.of("participants", "[null]"),
                Arguments.of("participants", "[{}]"),
                Arguments.of("participants", "[{\"displayName\":\"A\",\"admin\":true}]"),
                Arguments.of("participants", "[{\"displayName\":\"A\\u0000\"}]"),
                Arguments.of("notice", "no json"),
                Arguments.of("notice", "{}"),
                Arguments.of("notice", "[]"),
                Arguments.of(
                        "notice", "{\"name\":\"n\",\"version\":1,\"language\":\"en\",\"text\":\"t\",\"at\":\"then\"}"),
                Arguments.of(
                        "notice",
                        "{\"name\":\"n\",\"version\":0,\"language\":\"en\",\"text\":\"t\",\"at\":\"2026-01-01T00:00:00Z\"}"),
                Arguments.of(
                        "notice",
                        "{\"name\":\"n\",\"version\":1,\"language\":\"en\",\"text\":\"\\u0000\",\"at\":\"2026-01-01T00:00:00Z\"}"),
                Arguments.of(
                        "notice",
                        "{\"name\":\"n\",\"version\":1,\"language\":\"en\",\"text\":\"t\",\"at\":\"2026-01-01T00:00:00Z\",\"state\":\"READY\"}"));
    }

    @ParameterizedTest
    @MethodSource("badWords")
    void namesWhatIsWrongWithADescription(String key, String value) {
        recordings.announce(10, recordings.described(key, value)).problem(400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"meetingTitle !!!", "a b c", ",", "account bWFpbg==,account bWFpbg==", "account", "=", "x"})
    void namesWhatIsWrongWithTheHeader(String header) {
        recordings.announce("10", header).problem(400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..%2f..%2fx",
                "a\r\nSet-Cookie: x=1",
                "\u202Egnp.exe",
                "CON",
                "<script>alert(1)</script>",
                "=cmd|' /C calc'!A0",
                "\"; filename=\"evil.bat",
                "😀😀😀"
            })
    void keepsHostileNamesForShowingOnly(String name) {
        Map<String, String> words = recordings.described("meetingTitle", name);
        words.put("filename", name.repeat(3));
        String id = recordings.handOver(source, words);
        JsonNode stored = recordings.await(id, "READY");
        assertThat(stored.at("/meeting/title").asString()).isEqualTo(name);
        stored.get("objects")
                .forEach(object -> assertThat(object.get("key").asString())
                        .matches("[0-9a-f-]{36}/" + id + "/[a-z]+/[0-9a-z.-]+/[a-z0-9.-]+"));
        Http.Answer download = http.get(ITEMS + id + "/media/source").expect(200);
        assertThat(download.header("Content-Disposition"))
                .startsWith("attachment")
                .doesNotContain("evil", "\n");
        assertThat(download.header("Set-Cookie")).isEmpty();
        assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(download.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
    }

    @Test
    void cutsAnEndlessFileName() {
        String id = recordings.handOver(source, recordings.described("filename", "é".repeat(9000)));
        assertThat(recordings.state(id)).isIn("STORED", "READY");
    }

    @Test
    void refusesADescriptionBeyondAllMeasure() {
        recordings
                .announce(10, recordings.described("filename", "x".repeat(100_000)))
                .problem(400, "bad-request");
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of("not audio or video", "Just a text, nothing else.\n".repeat(50)),
                Arguments.of("not audio or video", "<!doctype html><html><script>alert(1)</script></html>"),
                Arguments.of("not audio or video", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
                Arguments.of("", "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void quarantinesWhatOnlyCallsItselfARecording(String reason, String content) {
        quarantined(recordings.handOver(content.getBytes(StandardCharsets.UTF_8), recordings.described()), reason);
    }

    @Test
    void quarantinesATruncatedRecording() {
        quarantined(recordings.handOver(Arrays.copyOf(source, source.length / 2), recordings.described()), "cut off");
    }

    @Test
    void quarantinesWhatArrivedChanged() {
        quarantined(
                recordings.handOver(source, recordings.described("sha256", "00".repeat(32))), "not those announced");
    }

    @Test
    void quarantinesWhatNobodyWasToldOf() {
        Map<String, String> words = recordings.described();
        words.remove("notice");
        quarantined(recordings.handOver(source, words), "no notice");
    }

    @Test
    void quarantinesWhatEndsInTheFuture() {
        String ahead = world.clock().instant().plusSeconds(86_400).toString();
        quarantined(recordings.handOver(source, recordings.described("recordedUntil", ahead)), "end of the recording");
    }

    private void quarantined(String id, String reason) {
        JsonNode now = recordings.item(id);
        assertThat(now.get("state").asString()).isEqualTo("QUARANTINED");
        assertThat(now.get("problem").asString()).contains(reason);
        assertThat(now.get("objects").isEmpty()).isTrue();
        assertThat(http.get(ITEMS + id + "/media/source")
                        .problem(409, "state-conflict")
                        .detail())
                .contains("QUARANTINED");
        http.post(ITEMS + id + "/playback-links", "").problem(409, "state-conflict");
        assertThat(http.get("/api/v1/items").expect(200).text()).contains(id);
    }

    @Test
    void namesTheRangeThatTheAccountAllows() {
        for (String period : List.of("P2Y", "PT0.5S")) {
            Http.Answer refused = recordings
                    .announce(10, recordings.described("retention", period))
                    .problem(422, "retention-out-of-range");
            if (period.equals("P2Y")) {
                assertThat(refused.detail()).containsAnyOf("P1Y", "1 year");
            }
            http.put(ITEMS + item + "/retention", Map.of("period", period)).problem(422, "retention-out-of-range");
        }
        for (String nonsense : List.of("forever!", "-P1D", "P", "P999999999999Y", "1 day")) {
            http.put(ITEMS + item + "/retention", Map.of("period", nonsense)).problem(422, "retention-out-of-range");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT  | /api/v1/items/{item}/retention | {
            PUT  | /api/v1/items/{item}/retention | []
            PUT  | /api/v1/items/{item}/retention | {}
            PUT  | /api/v1/items/{item}/retention | {"period":null}
            PUT  | /api/v1/items/{item}/retention | {"period":{"a":1}}
            PUT  | /api/v1/items/{item}/retention | {"period":"P1D","state":"PURGED"}
            PUT  | /api/v1/items/{item}/retention | null
            PUT  | /api/v1/retention/rules        | {}
            PUT  | /api/v1/retention/rules        | {"zone":"Nowhere/At_All"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","accountMin":"P2Y","accountMax":"P1Y"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","accountMin":"soon"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","trashGrace":"-P1D"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","account":"x"}
            POST | /api/v1/holds                  | {}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r"}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[null]}
            POST | /api/v1/holds                  | {"title":" ","authority":"a","reason":"r","items":[]}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[],"heldBy":"x"}
            POST | /api/v1/holds                  | {"title":"t\\u0000","authority":"a","reason":"r","items":[]}
            """)
    void refusesBodiesThatSayNothingGood(String method, String path, String body) {
        http.send(
                        method,
                        path.replace("{item}", item),
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json")
                .problem(400, "bad-request");
    }

    @Test
    void refusesReleasesWithoutReason() {
        Http.Answer placed = http.post(
                        "/api/v1/holds", Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of()))
                .expect(201);
        String release = placed.header("Location") + "/release";
        for (String body :
                List.of("{}", "{\"reason\":null}", "{\"reason\":\" \"}", "{\"reason\":\"r\",\"at\":1}", "x")) {
            http.post(release, body).problem(400, "bad-request");
        }
        http.post(release, Map.of("reason", "r")).expect(200);
        http.post(release, Map.of("reason", "r")).problem(409, "state-conflict");
    }

    @Test
    void answersWrongAddressesMethodsAndTypes() {
        for (String path : List.of(
                "/",
                "/no/such/path",
                "/api/v1/nothing",
                ITEMS + "x",
                ITEMS + UUID.randomUUID(),
                ITEMS + item + "/media/x")) {
            http.get(path).problem(404, "not-found");
        }
        http.get("/play/guessed/").problem(404, "not-found");
        http.get("/play/guessed/video.mp4").problem(404, "not-found");
        for (String method : List.of("DELETE", "PUT", "PATCH")) {
            http.send(method, "/api/v1/items", BodyPublishers.noBody()).problem(405, "method-not-allowed");
        }
        http.send(
                        "PUT",
                        ITEMS + item + "/retention",
                        BodyPublishers.ofString("period=P1D"),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .problem(415, "unsupported-media-type");
        http.get("/api/v1/items?after=x").problem(404, "not-found");
        http.get(ITEMS + item, "Accept", "text/html").problem(406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {ITEMS + "..%2f..%2fx", ITEMS + "%00", ITEMS + "a;b=c", ITEMS + "%2e%2e/x", "/api//v1/items"})
    void answersCraftedAddressesAsProblemsToo(String path) {
        Http.Answer refused = http.get(path);
        assertThat(refused.status()).isIn(400, 404);
        refused.problem(refused.status(), refused.status() == 400 ? "bad-request" : "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 206, 0, 10",
        "bytes=10-, 206, 10, -1",
        "bytes=-5, 206, -5, 5",
        "bytes=-999999999, 206, 0, -1",
        "bytes=0-999999999, 206, 0, -1",
        "bytes=5-2, 200, 0, -1",
        "items=0-1, 200, 0, -1",
        "'bytes=0-1,5-6', 200, 0, -1",
        "bytes=, 200, 0, -1",
        "bytes=a-b, 200, 0, -1",
        "bytes=0-99999999999999999999999, 200, 0, -1",
        "bytes=-0, 416, 0, 0",
        "bytes=999999999-, 416, 0, 0"
    })
    void servesOneRangeOrAll(String range, int status, int first, int length) {
        Http.Answer answer = http.get(ITEMS + item + "/media/source", "Range", range);
        if (status == 416) {
            answer.problem(416, "range-not-satisfiable");
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + source.length);
            return;
        }
        answer.expect(status);
        int from = first < 0 ? source.length + first : first;
        int to = length < 0 ? source.length : from + length;
        assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(source, from, to)))
                .isTrue();
        assertThat(answer.header("Content-Range"))
                .isEqualTo(status == 206 ? "bytes " + from + "-" + (to - 1) + "/" + source.length : "");
    }

    @Test
    void servesAThousandRangesAsTheWhole() {
        StringBuilder ranges = new StringBuilder("bytes=0-0");
        for (int i = 1; i < 1000; i++) {
            ranges.append(",0-");
        }
        assertThat(http.get(ITEMS + item + "/media/source", "Range", ranges.toString())
                        .expect(200)
                        .body())
                .hasSize(source.length);
    }

    @Test
    void servesRangesOnlyOfTheContentThatIsMeant() {
        String path = ITEMS + item + "/media/source";
        String etag = http.get(path).expect(200).header("ETag");
        http.get(path, "Range", "bytes=0-9", "If-Range", etag).expect(206);
        http.get(path, "Range", "bytes=0-9", "If-Range", "\"stale\"").expect(200);
        http.get(path, "Range", "bytes=0-9", "If-Range", "W/" + etag).expect(200);
        assertThat(http.get(path, "If-None-Match", etag).expect(304).body()).isEmpty();
        Http.Answer head = http.send("HEAD", path, BodyPublishers.noBody()).expect(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(source.length));
    }

    /** Every address with an id, out of the API's own description: another account's bearer learns nothing. */
    @Test
    void strangersSeeNothingAnywhere() {
        String link = http.post(ITEMS + item + "/playback-links", "")
                .expect(201)
                .json()
                .get("path")
                .asString();
        world.nobody().get(link + "video.mp4").expect(200);
        Http stranger = world.bearer("stranger", Scope.all());
        String hold = http.post(
                        "/api/v1/holds", Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of()))
                .expect(201)
                .json()
                .get("id")
                .asString();
        JsonNode paths = http.get("/api/v1/openapi").expect(200).json().get("paths");
        int asked = 0;
        for (String path : paths.propertyNames()) {
            if (!path.startsWith("/api/") || !path.contains("{id}") || path.contains("/uploads/")) {
                continue;
            }
            String id = path.contains("/holds/") ? hold : item;
            for (String method : paths.get(path).propertyNames()) {
                stranger.send(
                                method.toUpperCase(java.util.Locale.ROOT),
                                path.replace("{id}", id).replace("{name}", "source"),
                                BodyPublishers.ofString(body(path)),
                                "Content-Type",
                                "application/json")
                        .problem(404, "not-found");
                asked++;
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(9);
        assertThat(stranger.get("/api/v1/items").expect(200).text()).doesNotContain(item);
        assertThat(stranger.get("/api/v1/items?after=" + item).expect(200).text())
                .doesNotContain(item);
        assertThat(stranger.get("/api/v1/holds").expect(200).text()).doesNotContain(hold);
        stranger.post("/api/v1/holds", Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of(item)))
                .problem(404, "not-found");
        http.post("/api/v1/holds/" + hold + "/release", Map.of("reason", "r")).expect(200);
    }

    private static String body(String path) {
        return path.endsWith("/retention")
                ? "{\"period\":\"P1D\"}"
                : path.endsWith("/release") ? "{\"reason\":\"r\"}" : "";
    }
}
