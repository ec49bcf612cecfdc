package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Jwt;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sources and their calls, as an administrator and a media server see them that only know the addresses. */
@ExtendWith(World.Shared.class)
class HandOversIT {

    private static final String SOURCES = "/api/v1/sources";
    private static final String SECRET = "canary-of-a-media-server-" + UUID.randomUUID();
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final World world;
    private final Http owner;
    private final Http mediaServer;

    HandOversIT(World world) {
        this.world = world;
        this.owner = world.owner();
        this.mediaServer = world.nobody();
    }

    /** What LiveKit and its bucket need; nothing answers at the bucket's address. */
    static Map<String, Object> wish() {
        return new TreeMap<>(Map.of(
                "adapter", "livekit",
                "name", "our LiveKit",
                "host", "ada@example.org",
                "zone", "Europe/Berlin",
                "settings",
                        Map.of(
                                "api-key", "APIkey",
                                "bucket-name", "rec",
                                "bucket-endpoint", "http://127.0.0.1:9",
                                "bucket-access-key", "reader"),
                "secrets", Map.of("api-secret", SECRET, "bucket-secret-key", SECRET)));
    }

    private static Map<String, Object> wish(String field, Object value) {
        Map<String, Object> wish = wish();
        wish.put(field, value);
        return wish;
    }

    private String made() {
        return owner.post(SOURCES, wish()).expect(201).json().get("id").asString();
    }

    private Http.Answer call(String source, String body, String token) {
        return mediaServer.send(
                "POST",
                "/api/v1/hand-overs/" + source,
                BodyPublishers.ofString(body),
                "Authorization",
                token,
                "Content-Type",
                "application/webhook+json");
    }

    Http.Answer call(String source, String body) {
        return call(source, body, token(body, SECRET));
    }

    private String token(String body, String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            String sha256 = Base64.getEncoder().encodeToString(hash);
            return Jwt.sign(
                    secret,
                    Map.of("iss", "APIkey", "sha256", sha256),
                    world.clock().instant());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String ended(String id) {
        return "{\"event\":\"egress_ended\",\"egressInfo\":{\"egressId\":\"" + id + "\",\"roomName\":\"weekly\","
                + "\"status\":\"EGRESS_COMPLETE\",\"fileResults\":[{\"filename\":\"rec/a.mp4\",\"size\":\"9\","
                + "\"location\":\"http://127.0.0.1:9/rec/rec/a.mp4\"}]}}";
    }

    @Test
    void aSourceIsMadeShownChangedAndDeleted() {
        Http.Answer made = owner.post(SOURCES, wish()).expect(201);
        String address = made.header("Location");
        assertThat(made.text()).doesNotContain(SECRET);
        assertThat(made.json().get("callAt").asString())
                .endsWith("/api/v1/hand-overs/" + made.json().get("id").asString());

        Http.Answer shown = owner.get(address).expect(200);
        assertThat(shown.header("ETag")).isEqualTo(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(shown.text()).doesNotContain(SECRET);
        assertThat(owner.get(SOURCES).expect(200).text())
                .contains(made.json().get("id").asString());

        patch(address, Map.of("name", "renamed")).problem(428, "precondition-required");
        patch(address, Map.of("name", "renamed"), "If-Match", "\"7\"").problem(412, "precondition-failed");
        Http.Answer changed = patch(address, Map.of("name", "renamed", "enabled", false), "If-Match", "\"1\"")
                .expect(200);
        assertThat(changed.json().get("name").asString()).isEqualTo("renamed");
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(call(made.json().get("id").asString(), ended("EG_off")).status())
                .as("it is switched off")
                .isEqualTo(401);

        owner.send("DELETE", address, BodyPublishers.noBody(), "If-Match", "\"1\"")
                .problem(412, "precondition-failed");
        owner.send("DELETE", address, BodyPublishers.noBody(), "If-Match", "\"2\"")
                .expect(204);
        owner.get(address).problem(404, "not-found");
    }

    private Http.Answer patch(String address, Object body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return owner.send(
                "PATCH", address, BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)), all);
    }

    @Test
    void whatDoesNotFitIsToldAndNotKept() {
        owner.post(SOURCES, wish("adapter", "unheard-of")).problem(400, "bad-request");
        owner.post(SOURCES, wish("settings", Map.of("colour", "blue"))).problem(400, "bad-request");
        owner.post(SOURCES, wish("secrets", Map.of("api-secret", SECRET))).problem(400, "bad-request");
        owner.post(SOURCES, wish("zone", "Mars/Olympus")).problem(400, "bad-request");
        owner.post(SOURCES, wish("retention", "P99Y")).problem(422, "retention-out-of-range");
        owner.post(SOURCES, wish("retention", "forever")).problem(422, "retention-out-of-range");
        owner.post(SOURCES, wish("retentionUntil", "2099-01-01")).problem(400, "bad-request");
        Map<String, Object> nulls = new TreeMap<>();
        nulls.put("api-key", null);
        owner.post(SOURCES, wish("settings", nulls)).problem(400, "bad-request");
        world.bearer("main", Set.of("items:read")).post(SOURCES, wish()).problem(403, "scope-missing");
        String address = owner.post(SOURCES, wish()).expect(201).header("Location");
        patch(address, Map.of("secrets", Map.of("colour", "x")), "If-Match", "*")
                .problem(400, "bad-request");
    }

    @Test
    void aCallIsKeptAnsweredAndShown() {
        String source = made();
        String body = ended("EG_" + UUID.randomUUID());

        call(source, body).expect(202);
        call(source, body).expect(202);
        call(source, body.replace("egress_ended", "egress_started")).expect(204);

        String list = SOURCES + "/" + source + "/hand-overs";
        Until.holds(
                "the bucket was asked",
                LIMIT,
                () -> owner.get(list).expect(200).json().at("/handOvers/0").hasNonNull("problem"));
        JsonNode told = owner.get(list).expect(200).json().get("handOvers");
        assertThat(told).hasSize(1);
        assertThat(told.at("/0/state").asString()).isEqualTo("HEARD");
        assertThat(told.at("/0/fileName").asString()).isEqualTo("a.mp4");
        owner.post(list + "/" + told.at("/0/id").asString() + "/retry", Map.of())
                .problem(404, "not-found");
    }

    @Test
    void aRecordingComesOverByOneCall() {
        S3Settings ours = world.bean(S3Settings.class);
        String key = "rec/" + UUID.randomUUID() + ".mp4";
        byte[] film = world.clips().playable();
        try (ObjectStore egress = S3Stores.open(ours.withBucket("egress"))) {
            egress.ensureBucket();
            egress.put(new ObjectKey(key), film, "video/mp4", new ObjectTags(new TreeMap<>()));
        }
        Map<String, Object> wish = wish(
                "settings",
                Map.of(
                        "api-key",
                        "APIkey",
                        "bucket-name",
                        "egress",
                        "bucket-endpoint",
                        String.valueOf(ours.endpoint()),
                        "bucket-access-key",
                        String.valueOf(ours.accessKey())));
        wish.put("secrets", Map.of("api-secret", SECRET, "bucket-secret-key", String.valueOf(ours.secretKey())));
        String source = owner.post(SOURCES, wish).expect(201).json().get("id").asString();
        long end = world.clock().instant().getEpochSecond() - 60;
        String body = ended("EG_" + UUID.randomUUID())
                .replace(
                        "\"size\":\"9\"",
                        "\"size\":\"" + film.length + "\",\"startedAt\":\"" + (end - 60) + "000000000\",\"endedAt\":\""
                                + end + "000000000\"")
                .replace("http://127.0.0.1:9/rec/rec/a.mp4", ours.endpoint() + "/egress/" + key);

        call(source, body).expect(202);
        String list = SOURCES + "/" + source + "/hand-overs";
        Until.holds(
                "it is here",
                LIMIT,
                () -> owner.get(list)
                        .expect(200)
                        .json()
                        .at("/handOvers/0/state")
                        .asString("")
                        .equals("ARRIVED"));

        JsonNode told = owner.get(list).expect(200).json().at("/handOvers/0");
        JsonNode item = owner.get("/api/v1/items/" + told.get("item").asString())
                .expect(200)
                .json();
        assertThat(item.get("state").asString()).isEqualTo("QUARANTINED");
        assertThat(item.get("problem").asString()).contains("notice");
        assertThat(told.get("sourceDeleted").asBoolean()).isFalse();
        world.logs().forEach((file, log) -> assertThat(log).as(file.toString()).doesNotContain(SECRET));
    }

    @Test
    void whoeverGuessesIsSlowedDownAndAServerThatWasProvenIsNot() {
        String source = made();
        String body = ended("EG_quota").replace("egress_ended", "egress_updated");
        assertThat(from("203.0.113.99", source, body, token(body, SECRET))).isEqualTo(204);
        String another = UUID.randomUUID().toString();
        int guesses = 0;
        while (guesses < 2000 && from("203.0.113.99", another, body, "x") == 401) {
            guesses++;
        }

        assertThat(guesses).isBetween(500, 1999);
        assertThat(from("203.0.113.99", another, body, "x")).isEqualTo(429);
        assertThat(from("203.0.113.99", source, body, token(body, SECRET))).isEqualTo(204);
        assertThat(from("203.0.113.98", another, body, "x")).isEqualTo(401);
    }

    private int from(String address, String source, String body, String token) {
        return mediaServer
                .send(
                        "POST",
                        "/api/v1/hand-overs/" + source,
                        BodyPublishers.ofString(body),
                        "Authorization",
                        token,
                        "X-Forwarded-For",
                        address)
                .status();
    }

    @Test
    void aStrangerLearnsNothing() {
        String source = made();
        String body = ended("EG_1");
        Http.Answer wrong = call(source, body, token(body, "guessed"));
        Http.Answer unknown = call(UUID.randomUUID().toString(), body);
        Http.Answer noId = call("main", body);

        for (Http.Answer answer : List.of(wrong, unknown, noId, call(source, body, "Bearer x"))) {
            answer.problem(401, "hand-over-refused");
            assertThat(answer.text().replace(answer.json().path("instance").asString("?"), ""))
                    .isEqualTo(
                            wrong.text().replace(wrong.json().path("instance").asString("?"), ""));
        }
        call(source, body + " ", token(body, SECRET)).problem(401, "hand-over-refused");
        call(source, "[]").problem(400, "bad-request");
        call(source, "x".repeat(2 << 20), token("", SECRET)).problem(413, "body-too-large");
        assertThat(mediaServer.get("/api/v1/hand-overs/" + source).status()).isIn(401, 405);
    }
}
