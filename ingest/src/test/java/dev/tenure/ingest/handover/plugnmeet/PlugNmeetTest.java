package dev.tenure.ingest.handover.plugnmeet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** plugNmeet's contract; all in the payloads is invented. */
class PlugNmeetTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");
    private static final String SECRET = "plugnmeet-secret";

    private final PlugNmeet plugnmeet = new PlugNmeet();

    private static SourceSettings source(String believing) {
        return new SourceSettings(
                Map.of("api-key", "k", "directory", "plugnmeet", "end-from-time", believing),
                Map.of("api-secret", SECRET));
    }

    private static String proceeded(String path) {
        return """
                {"event":"recording_proceeded","id":"x","created_at":"1772616900","room":{"sid":"RM_1","room_id":"room01"},
                 "recording_info":{"record_id":"RM_1-1772613004000","recorder_id":"node_01","recorder_msg":"success",
                  "file_path":"%s","file_size":694.38}}""".formatted(path);
    }

    private static String token(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return Jwt.sign(
                    SECRET, Map.of("iss", "k", "sha256", Base64.getEncoder().encodeToString(hash)), NOW);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Hearing hear(String body) {
        return plugnmeet.hear(Calls.of(body, "Hash-Token", token(body)), source("false"), NOW);
    }

    @Test
    void aRecordingIsHeard() {
        HandOver file = Calls.only(hear(proceeded("node_01/room01/a.mp4")));

        assertThat(file.location()).isEqualTo(new Location.OnDisk("node_01/room01/a.mp4"));
        assertThat(file.key()).isEqualTo("RM_1-1772613004000");
        assertThat(file.size()).as("a fraction of an unknown unit").isNull();
        assertThat(file.meeting().externalId()).isEqualTo("RM_1");
        assertThat(file.recordedUntil()).isNull();
    }

    @Test
    void theCallsTimeCountsAsTheEndOnlyWhereThatIsConfigured() {
        String body = proceeded("a.mp4");

        assertThat(Calls.only(plugnmeet.hear(Calls.of(body, "Authorization", token(body)), source("true"), NOW))
                        .recordedUntil())
                .isEqualTo("2026-03-04T09:35:00Z");
    }

    @Test
    void bothShapesOfThePayloadAreUnderstood() {
        assertThat(hear("{\"data\":" + proceeded("a.mp4") + "}")).isEqualTo(hear(proceeded("a.mp4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x.mp4", "a/../../x.mp4", "", "a\\\\..\\\\x"})
    void aPathThatLeadsOutIsNotFollowed(String path) {
        assertThat(Calls.unusable(hear(proceeded(path)))).contains("file_path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_recording", "end_recording", "recording_transcoding_finished", "room_created"})
    void otherEventsAreIgnored(String event) {
        assertThat(hear(proceeded("a.mp4").replace("recording_proceeded", event)))
                .isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void whatIsNotSignedForThisBodyIsRefused() {
        String body = proceeded("a.mp4");

        assertThat(plugnmeet.hear(Calls.of(body), source("false"), NOW)).isInstanceOf(Hearing.Refused.class);
        assertThat(plugnmeet.hear(Calls.of(body + "\n", "Hash-Token", token(body)), source("false"), NOW))
                .isInstanceOf(Hearing.Refused.class);
        assertThat(hear("[]")).isInstanceOf(Hearing.Malformed.class);
        assertThat(hear("{\"event\":\"recording_proceeded\"}")).isInstanceOf(Hearing.Malformed.class);
    }
}
