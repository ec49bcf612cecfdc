package dev.tenure.app.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Hands recordings over as a media server does, and watches what becomes of them. */
final class Recordings {

    /** Rules that let a test see the end of a recording. */
    static final Map<String, String> RULES = Map.of(
            "zone", "Europe/Berlin",
            "accountMin", "PT1S",
            "accountMax", "P1Y",
            "hostDefault", "P90D",
            "trashGrace", "P30D",
            "holdCoolOff", "PT1S");

    static final String UPLOADS = "/api/v1/uploads";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Http http;
    private final InstantSource clock;

    Recordings(Http http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Everything that must be said, of a meeting of its own that has just ended. */
    Map<String, String> described() {
        Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> words = new LinkedHashMap<>();
        words.put("account", "main");
        words.put("meetingId", UUID.randomUUID().toString());
        words.put("meetingTitle", "Weekly planning");
        words.put("meetingStart", end.minusSeconds(60).toString());
        words.put("meetingEnd", end.toString());
        words.put("meetingZone", "Europe/Berlin");
        words.put("host", "ada@example.org");
        words.put(
                "participants",
                "[{\"displayName\":\"Ada\",\"email\":\"ada@example.org\"},{\"displayName\":\"Grace\"}]");
        words.put(
                "notice",
                "{\"name\":\"recording\",\"version\":1,\"language\":\"en\",\"text\":\"This meeting is being recorded.\",\"at\":\""
                        + end.minusSeconds(60) + "\"}");
        words.put("retention", "P30D");
        words.put("filename", "talk.mp4");
        return words;
    }

    Map<String, String> described(String key, String value) {
        Map<String, String> words = described();
        words.put(key, value);
        return words;
    }

    static String header(Map<String, String> words) {
        return words.entrySet().stream()
                .map(word -> word.getKey() + " "
                        + Base64.getEncoder().encodeToString(word.getValue().getBytes(UTF_8)))
                .collect(Collectors.joining(","));
    }

    Http.Answer announce(long length, Map<String, String> words) {
        return announce(Long.toString(length), header(words));
    }

    Http.Answer announce(String length, String metadata) {
        return http.send(
                "POST",
                UPLOADS,
                BodyPublishers.noBody(),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                length,
                "Upload-Metadata",
                metadata);
    }

    Http.Answer append(String upload, long offset, byte[] bytes) {
        return http.send(
                "PATCH",
                upload,
                BodyPublishers.ofByteArray(bytes),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Offset",
                Long.toString(offset),
                "Content-Type",
                "application/offset+octet-stream");
    }

    Http.Answer head(String upload) {
        return http.send("HEAD", upload, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
    }

    long offset(String upload) {
        return Long.parseLong(head(upload).expect(200).header("Upload-Offset"));
    }

    /** Hands over all bytes in one request, and returns the item. */
    String handOver(byte[] bytes, Map<String, String> words) {
        Http.Answer created = announce(bytes.length, words).expect(201);
        append(created.header("Location"), 0, bytes).expect(204);
        return created.header("Tenure-Item");
    }

    JsonNode item(String id) {
        return http.get("/api/v1/items/" + id).expect(200).json();
    }

    String state(String id) {
        return item(id).get("state").asString();
    }

    /** Waits for the state; a problem on the way ends the wait. */
    JsonNode await(String id, String state) {
        return await(id, state, LIMIT);
    }

    JsonNode await(String id, String state, Duration limit) {
        try {
            Until.holds(id + " is " + state, limit, () -> {
                JsonNode now = item(id);
                if (now.hasNonNull("problem")) {
                    throw new AssertionError(now.get("state") + ": " + now.get("problem"));
                }
                return now.get("state").asString().equals(state);
            });
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; it is " + item(id), late);
        }
        return item(id);
    }

    /** The item, which was finished by the request that brought its last byte. */
    JsonNode quarantined(String id) {
        JsonNode now = item(id);
        assertThat(now.get("state").asString()).isEqualTo("QUARANTINED");
        return now;
    }

    /** The bytes of one of its objects. */
    byte[] bytes(String id, String name) {
        return http.get("/api/v1/items/" + id + "/media/" + name).expect(200).body();
    }
}
