package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
}
