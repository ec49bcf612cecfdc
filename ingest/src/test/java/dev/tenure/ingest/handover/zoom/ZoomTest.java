package dev.tenure.ingest.handover.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zoom's contract; all in the payloads is invented. */
class ZoomTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");
    private static final String SECRET = "zoom-secret-token";
    private static final SourceSettings SOURCE =
            new SourceSettings(Map.of("account-id", "acc"), Map.of("secret-token", SECRET));
    private static final String MP4 = """
            {"id":"f-1","meeting_id":"/u==","recording_start":"2026-03-04T08:30:04Z","recording_end":"2026-03-04T09:30:00Z",
             "file_type":"MP4","file_extension":"MP4","file_size":728113152,"play_url":"https://zoom.us/rec/play/x",
             "download_url":"https://us02web.zoom.us/rec/webhook_download/abc","status":"completed",
             "recording_type":"shared_screen_with_speaker_view","encryption_fingerprint":"zz"}""";

    private final Zoom zoom = new Zoom();

    private static String completed(String files) {
        return """
                {"event":"recording.completed","event_ts":1772616900000,"download_token":"tok-1","payload":{"account_id":"acc","object":{
                  "uuid":"/u==","id":812,"account_id":"acc","host_id":"h","host_email":"ada@example.org","topic":"Weekly","type":2,
                  "start_time":"2026-03-04T08:30:00Z","timezone":"Europe/Berlin","duration":60,"total_size":1,"recording_count":1,
                  "share_url":"https://zoom.us/s/x","password":"canary-password","recording_play_passcode":"canary-passcode",
                  "on_prem":false,"recording_files":[%s]}}}""".formatted(files);
    }

    private static Delivery signed(String body, String secret, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] mac = Macs.sha256(secret, ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8));
        return Calls.of(
                body, "x-zm-signature", "v0=" + HexFormat.of().formatHex(mac), "x-zm-request-timestamp", timestamp);
    }

    private Hearing hear(String body) {
        return zoom.hear(signed(body, SECRET, NOW), SOURCE, NOW);
    }

    @Test
    void aRecordingIsHeardWithWhatZoomKnowsOfItsMeeting() {
        HandOver file = Calls.only(hear(completed(MP4)));

        assertThat(file.key()).isEqualTo("/u==/f-1");
        assertThat(file.kind()).isEqualTo(ItemKind.RECORDING);
        assertThat(file.fileName()).isEqualTo("Weekly shared_screen_with_speaker_view.mp4");
        assertThat(file.size()).isEqualTo(728113152);
        assertThat(file.recordedUntil()).isEqualTo("2026-03-04T09:30:00Z");
        assertThat(file.meeting().externalId())
                .as("not the number, which recurring meetings share")
                .isEqualTo("/u==");
        assertThat(file.meeting().host()).isEqualTo("ada@example.org");
        assertThat(file.meeting().zone()).isEqualTo("Europe/Berlin");
        assertThat(file.location())
                .isEqualTo(new Location.AtAddress("https://us02web.zoom.us/rec/webhook_download/abc", "tok-1", false));
        assertThat(file.toString()).doesNotContain("tok-1", "canary");
    }

    @Test
    void aRepetitionWithAnotherTokenAndAddressIsTheSameFile() {
        String again = completed(MP4).replace("tok-1", "tok-2").replace("/abc", "/def");

        assertThat(Calls.only(hear(again)).key())
                .isEqualTo(Calls.only(hear(completed(MP4))).key());
    }

    @Test
    void otherBytesAnotherSecretAndAnotherTimeAreRefused() {
        String body = completed(MP4);
        Delivery good = signed(body, SECRET, NOW);
        Delivery altered = Calls.of(
                body + " ",
                "x-zm-signature",
                good.header("x-zm-signature").orElseThrow(),
                "x-zm-request-timestamp",
                good.header("x-zm-request-timestamp").orElseThrow());
        Delivery twoSignatures = new Delivery(
                "POST",
                Map.of(
                        "x-zm-signature", List.of(good.header("x-zm-signature").orElseThrow(), "v0=00"),
                        "x-zm-request-timestamp", List.of(Long.toString(NOW.getEpochSecond()))),
                "",
                body.getBytes(StandardCharsets.UTF_8));
        for (Delivery refused : List.of(
                altered,
                twoSignatures,
                Calls.of(body),
                Calls.of(body, "x-zm-signature", "v0=", "x-zm-request-timestamp", "1772616900"),
                Calls.of(body, "x-zm-signature", "v0=00", "x-zm-request-timestamp", "-1"),
                signed(body, "another", NOW),
                signed(body, SECRET, NOW.minus(Duration.ofMinutes(6))),
                signed(body, SECRET, NOW.plus(Duration.ofMinutes(6))))) {
            assertThat(zoom.hear(refused, SOURCE, NOW)).isInstanceOf(Hearing.Refused.class);
        }
    }

    @Test
    void aSignedChallengeIsAnswered() {
        Hearing answer =
                hear("{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"}}");

        String right = HexFormat.of()
                .formatHex(Macs.sha256(SECRET, "qgg8vlvZRS6UYooatFL8Aw".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer)
                .isEqualTo(new Hearing.Answer(
                        "{\"encryptedToken\":\"" + right + "\",\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"}"));
    }

    @Test
    void nobodyGetsUsToSignForThem() {
        String forged = "v0:1772616900:" + completed(MP4).replace("\"", "\\\"").replace("\n", "");
        String attack = "{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"" + forged + "\"}}";
        String harmless = "{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"abc\"}}";

        assertThat(zoom.hear(Calls.of(attack), SOURCE, NOW)).isInstanceOf(Hearing.Refused.class);
        assertThat(zoom.hear(Calls.of(harmless), SOURCE, NOW)).as("unsigned").isInstanceOf(Hearing.Refused.class);
        assertThat(hear(attack)).as("signed, and still no challenge").isInstanceOf(Hearing.Refused.class);
        assertThat(hear("{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"v0:1:x\"}}"))
                .isInstanceOf(Hearing.Refused.class);
        assertThat(hear("{\"event\":\"endpoint.url_validation\"}")).isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void aMeetingOfNoMinutesEndsWithItsFile() {
        String body = completed(MP4).replace("\"duration\":60", "\"duration\":0");

        assertThat(Calls.only(hear(body)).meeting().endsAt()).isEqualTo("2026-03-04T09:30:00Z");
    }

    @Test
    void withoutAnEndOfTheFileTheMeetingsOwnCounts() {
        String body = completed(MP4.replace("\"recording_end\":\"2026-03-04T09:30:00Z\",", ""));

        assertThat(Calls.only(hear(body)).recordedUntil()).isEqualTo("2026-03-04T09:30:00Z");
        assertThat(Calls.only(hear(body.replace("\"duration\":60", "\"duration\":0")))
                        .recordedUntil())
                .isNull();
    }

    @Test
    void eachTypeOfFileIsWhatItIs() {
        String transcript = MP4.replace("f-1", "f-2").replace("\"MP4\"", "\"TRANSCRIPT\"");
        String chat = MP4.replace("f-1", "f-3").replace("\"MP4\"", "\"CHAT\"");
        String timeline = MP4.replace("f-1", "f-4")
                .replace("\"MP4\"", "\"TIMELINE\"")
                .replace("\"play_url\":\"https://zoom.us/rec/play/x\",", "");
        String unheardOf = MP4.replace("f-1", "f-5").replace("\"MP4\"", "\"HOLOGRAM\"");
        Hearing.Heard heard =
                (Hearing.Heard) hear(completed(String.join(",", MP4, transcript, chat, timeline, unheardOf)));

        assertThat(heard.handOvers())
                .extracting(HandOver::kind)
                .containsExactly(ItemKind.RECORDING, ItemKind.TRANSCRIPT, ItemKind.CHAT, ItemKind.FILE, ItemKind.FILE);
        assertThat(heard.handOvers().get(4).fileName()).endsWith(".hologram");
    }

    @Test
    void twoSegmentsOfOneTypeAreTwoFiles() {
        Hearing.Heard heard = (Hearing.Heard) hear(completed(MP4 + "," + MP4.replace("f-1", "f-9")));

        assertThat(heard.handOvers()).extracting(HandOver::key).containsExactly("/u==/f-1", "/u==/f-9");
    }

    @Test
    void whatIsNotReadyYetIsToldOfAgain() {
        Hearing.Heard heard = (Hearing.Heard) hear(completed(MP4.replace("\"completed\"", "\"processing\"")));

        assertThat(heard.handOvers()).isEmpty();
        assertThat(heard.unusable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://zoom.us.evil.example/x",
                "https://evilzoom.us/x",
                "http://169.254.169.254/",
                "file:///etc/passwd",
                "::"
            })
    void aFileElsewhereIsNotFetched(String address) {
        String body = completed(MP4.replace("https://us02web.zoom.us/rec/webhook_download/abc", address));

        assertThat(Calls.unusable(hear(body))).contains("hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording.started", "recording.trashed", "meeting.ended", ""})
    void otherEventsAreIgnored(String event) {
        assertThat(hear(completed(MP4).replace("recording.completed", event))).isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void aTranscriptThatComesLaterIsOfTheSameMeeting() {
        String late = completed(MP4.replace("f-1", "f-2").replace("\"MP4\"", "\"TRANSCRIPT\""))
                .replace("recording.completed", "recording.transcript_completed");

        assertThat(Calls.only(hear(late)).meeting().externalId()).isEqualTo("/u==");
    }

    @Test
    void anotherAccountOfZoomIsIgnored() {
        assertThat(hear(completed(MP4).replace("\"acc\"", "\"other\""))).isInstanceOf(Hearing.Ignored.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"event\":\"recording.completed\",\"payload\":7}"})
    void whatIsSignedAndIsNoEventIsMalformed(String body) {
        assertThat(hear(body)).isInstanceOf(Hearing.Malformed.class);
    }
}
