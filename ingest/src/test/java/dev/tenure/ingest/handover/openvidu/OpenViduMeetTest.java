package dev.tenure.ingest.handover.openvidu;

import static org.assertj.core.api.Assertions.assertThat;

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

/** OpenVidu Meet's contract; all in the payloads is invented. */
class OpenViduMeetTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");
    private static final String KEY = "ovmeet-key";
    private static final SourceSettings SOURCE =
            new SourceSettings(Map.of("bucket-name", "rec"), Map.of("api-key", KEY));

    private final OpenViduMeet meet = new OpenViduMeet();

    private static String ended(String status) {
        return """
                {"creationDate":1772616890500,"event":"recordingEnded","data":{"recordingId":"weekly-1a2b--EG_x9--77uid",
                 "roomId":"weekly-1a2b","roomName":"Weekly","status":"%s","layout":"grid","encoding":"H264","filename":"weekly-1a2b--77uid.mp4",
                 "startDate":1772613004000,"endDate":1772616889000,"duration":3885.2,"size":728113152,"errorCode":0,"error":"e"}}
                """.formatted(status);
    }

    private static Delivery signed(String body, String key, Instant at) {
        byte[] mac = Macs.sha256(key, (at.toEpochMilli() + "." + body).getBytes(StandardCharsets.UTF_8));
        return Calls.of(
                body,
                "X-Timestamp",
                Long.toString(at.toEpochMilli()),
                "X-Signature",
                HexFormat.of().formatHex(mac));
    }

    private Hearing hear(String body) {
        return meet.hear(signed(body, KEY, NOW), SOURCE, NOW);
    }

    @Test
    void aRecordingLiesWhereItsIdSays() {
        HandOver file = Calls.only(hear(ended("complete")));

        assertThat(file.location())
                .isEqualTo(
                        new Location.InBucket("bucket", "openvidu-meet/recordings/weekly-1a2b/weekly-1a2b--77uid.mp4"));
        assertThat(file.size()).isEqualTo(728113152);
        assertThat(file.recordedUntil()).isEqualTo("2026-03-04T09:34:49Z");
        assertThat(file.meeting().title()).isEqualTo("Weekly");
        assertThat(Calls.only(hear(ended("limit_reached"))).key()).isEqualTo(file.key());
    }

    @Test
    void aRepetitionSaysTheSame() {
        assertThat(hear(ended("complete").replace("1772616890500", "1772616899999")))
                .isEqualTo(hear(ended("complete")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "aborted", "active"})
    void whatDidNotEndWellIsShown(String status) {
        assertThat(Calls.unusable(hear(ended(status)))).contains(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordingStarted", "recordingUpdated", "meetingEnded", "testEvent"})
    void otherEventsAreIgnored(String event) {
        assertThat(hear(ended("complete").replace("recordingEnded", event))).isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void otherBytesAnotherKeyAndAnotherTimeAreRefused() {
        String body = ended("complete");
        Delivery good = signed(body, KEY, NOW);
        for (Delivery refused : List.of(
                Calls.of(body),
                Calls.of(
                        body.replace(" ", ""),
                        "X-Timestamp",
                        good.header("X-Timestamp").orElseThrow(),
                        "X-Signature",
                        good.header("X-Signature").orElseThrow()),
                signed(body, "another", NOW),
                signed(body, KEY, NOW.minus(Duration.ofMinutes(3))),
                signed(body, KEY, NOW.plus(Duration.ofMinutes(3))))) {
            assertThat(meet.hear(refused, SOURCE, NOW)).isInstanceOf(Hearing.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x--EG_1--u", "a/b--EG_1--u", "a--EG_1--..", "a", "", "a--EG_1--u/../x"})
    void anIdThatLeadsElsewhereIsMalformed(String id) {
        assertThat(hear(ended("complete").replace("weekly-1a2b--EG_x9--77uid", id)))
                .isInstanceOf(Hearing.Malformed.class);
    }

    @Test
    void anEndIsCountedFromTheDurationWhereItIsMissing() {
        String body =
                ended("complete").replace("\"endDate\":1772616889000,", "").replace("3885.2", "3885");

        assertThat(Calls.only(hear(body)).recordedUntil()).isEqualTo("2026-03-04T09:34:49Z");
    }
}
