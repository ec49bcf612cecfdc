package dev.tenure.app.whole;

import static dev.tenure.app.whole.Attack.Threat.FORGED_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Jwt;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Calls in the name of a media server: forged ones, and true ones that say what cannot be. */
final class HostileCalls {

    private static final String SECRET = "secret-" + UUID.randomUUID();

    private HostileCalls() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(forged());
        attacks.addAll(malformed());
        attacks.addAll(unusable());
        return attacks;
    }

    private static String source(Ground ground) {
        return ground.http()
                .post(
                        "/api/v1/sources",
                        Map.of(
                                "adapter",
                                "livekit",
                                "name",
                                "LiveKit",
                                "host",
                                "ada@example.org",
                                "zone",
                                "Europe/Berlin",
                                "settings",
                                Map.of(
                                        "api-key",
                                        "key",
                                        "bucket-name",
                                        "rec",
                                        "bucket-endpoint",
                                        "http://" + ground.canary().address(),
                                        "bucket-access-key",
                                        "reader"),
                                "secrets",
                                Map.of("api-secret", SECRET, "bucket-secret-key", "s")))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private static Http.Answer call(Ground ground, String source, String body, String... authorizations) {
        String[] headers = Arrays.stream(authorizations)
                .flatMap(one -> List.of("Authorization", one).stream())
                .toArray(String[]::new);
        return ground.world()
                .nobody()
                .send(
                        "POST",
                        "/api/v1/hand-overs/" + source,
                        BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)),
                        headers);
    }

    private static String token(String body, String secret, Instant now) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return Jwt.sign(
                    secret, Map.of("iss", "key", "sha256", Base64.getEncoder().encodeToString(hash)), now);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String token(Ground ground, String body) {
        return tokenAt(ground, body, Duration.ZERO);
    }

    private static String tokenAt(Ground ground, String body, Duration fromNow) {
        return token(body, SECRET, ground.world().clock().instant().plus(fromNow));
    }

    private static Http.Answer proven(Ground ground, String source, String body) {
        return call(ground, source, body, token(ground, body));
    }

    private static String ended(String info) {
        return "{\"event\":\"egress_ended\",\"egressInfo\":" + info + "}";
    }

    private static String complete(String more) {
        return "{\"egressId\":\"EG_" + UUID.randomUUID() + "\",\"status\":\"EGRESS_COMPLETE\"," + more + "}";
    }

    private static String file(String location) {
        return "\"fileResults\":[{\"filename\":\"a.mp4\",\"size\":\"9\",\"location\":\"" + location + "\"}]";
    }

    private static Attack refused(String name, Function<Ground, Http.Answer> sent) {
        return Attack.refused(FORGED_CALL, name, 401, "hand-over-refused", sent);
    }

    private static List<Attack> forged() {
        String body = ended(complete(file("http://127.0.0.1:9/rec/a.mp4")));
        return List.of(
                refused("no signature", ground -> call(ground, source(ground), body)),
                refused("a signature that is none", ground -> call(ground, source(ground), body, "e30.e30.AAAA")),
                refused(
                        "a signature of no algorithm",
                        ground -> call(
                                ground,
                                source(ground),
                                body,
                                "eyJhbGciOiJub25lIn0." + token(ground, body).split("\\.", -1)[1] + ".")),
                refused(
                        "a signature by another's secret",
                        ground -> call(
                                ground,
                                source(ground),
                                body,
                                token(body, "theirs", ground.world().clock().instant()))),
                refused(
                        "a signature of yesterday",
                        ground -> call(ground, source(ground), body, tokenAt(ground, body, Duration.ofDays(-1)))),
                refused(
                        "a signature of tomorrow",
                        ground -> call(ground, source(ground), body, tokenAt(ground, body, Duration.ofDays(1)))),
                refused(
                        "two signatures",
                        ground -> call(ground, source(ground), body, token(ground, body), token(ground, body))),
                refused(
                        "another space in the body",
                        ground -> call(ground, source(ground), body + " ", token(ground, body))),
                refused(
                        "a source that is none",
                        ground -> proven(ground, UUID.randomUUID().toString(), body)),
                refused("a secret that was replaced", ground -> {
                    String source = source(ground);
                    ground.http()
                            .send(
                                    "PATCH",
                                    "/api/v1/sources/" + source,
                                    BodyPublishers.ofString("{\"secrets\":{\"api-secret\":\"another\"}}"),
                                    "Content-Type",
                                    "application/json",
                                    "If-Match",
                                    "*")
                            .expect(200);
                    return proven(ground, source, body);
                }),
                Attack.refused(
                        FORGED_CALL,
                        "ten megabytes",
                        413,
                        "body-too-large",
                        ground -> proven(ground, source(ground), " ".repeat(10 << 20))),
                new Attack(FORGED_CALL, "one call many times", ground -> {
                    String source = source(ground);
                    for (int i = 0; i < 5; i++) {
                        proven(ground, source, ended(complete("\"error\":\"x\"").replaceFirst("EG_[^\"]+", "EG_same")))
                                .expect(202);
                    }
                    assertThat(told(ground, source)).hasSize(1);
                }));
    }

    private static Attack malformed(String name, String body) {
        return Attack.refused(FORGED_CALL, name, 400, "bad-request", ground -> proven(ground, source(ground), body));
    }

    private static List<Attack> malformed() {
        return List.of(
                malformed("nothing at all", ""),
                malformed("no JSON", "egress_ended"),
                malformed("a list", "[]"),
                malformed("JSON that nests without end", "{\"a\":".repeat(50_000)),
                malformed("half a document", ended(complete(file("x"))).substring(0, 40)),
                malformed("an egress that is a text", ended("\"EG_1\"")),
                malformed("an egress without an id", ended("{\"status\":\"EGRESS_COMPLETE\"}")),
                Attack.answered(
                        FORGED_CALL,
                        "an event nobody knows",
                        204,
                        ground -> proven(ground, source(ground), "{\"event\":\"egress_exploded\"}")));
    }

    private static JsonNode told(Ground ground, String source) {
        return ground.http()
                .get("/api/v1/sources/" + source + "/hand-overs")
                .expect(200)
                .json()
                .get("handOvers");
    }

    /** A true call that tells of nothing that can be fetched: it is answered well, kept with the reason, and never tried. */
    private static Attack unusable(String name, Function<Ground, String> info) {
        return new Attack(FORGED_CALL, name, ground -> {
            String source = source(ground);
            proven(ground, source, ended(info.apply(ground))).expect(202);
            JsonNode told = told(ground, source);
            assertThat(told).isNotEmpty();
            told.forEach(one -> {
                assertThat(one.get("state").asString()).isEqualTo("UNUSABLE");
                assertThat(one.get("problem").asString()).isNotBlank();
            });
        });
    }

    private static List<Attack> unusable() {
        return List.of(
                unusable("a file of the server", ground -> complete(file("file:///etc/passwd"))),
                unusable("an address inside", ground -> complete(file("http://169.254.169.254/rec/a.mp4"))),
                unusable(
                        "another port of the bucket's host", ground -> complete(file("http://127.0.0.1:22/rec/a.mp4"))),
                unusable(
                        "somebody before the host",
                        ground -> complete(file("http://x@" + ground.canary().address() + "/rec/a.mp4"))),
                unusable(
                        "another bucket",
                        ground -> complete(file("http://" + ground.canary().address() + "/other/a.mp4"))),
                unusable("an address that is none", ground -> complete(file("http://[::1/%zz"))),
                unusable("no file", ground -> complete("\"fileResults\":[]")),
                unusable("files that are texts", ground -> complete("\"fileResults\":[\"a.mp4\",7,null]")),
                unusable("a size below zero", ground -> sized(ground, "-9")),
                unusable("a size beyond numbers", ground -> sized(ground, "1e999999")),
                unusable("a size that is a word", ground -> sized(ground, "nine")),
                unusable(
                        "an error of a hundred thousand characters",
                        ground -> "{\"egressId\":\"EG_x\",\"status\":\"EGRESS_FAILED\",\"error\":\""
                                + "\\u0000\\ud83d".repeat(9000) + "\"}"),
                unusable(
                        "a name with U+0000 and half a character",
                        ground -> complete(file("x").replace("a.mp4", "a\\u0000\\ud800.mp4")
                                + ",\"roomName\":\"\\u0000\\udfff\"")),
                unusable(
                        "times in other units",
                        ground -> complete("\"startedAt\":\"1772613000\",\"endedAt\":1772616890000.5," + file("x"))),
                unusable(
                        "a thousand files",
                        ground -> complete("\"fileResults\":["
                                + IntStream.range(0, 1000)
                                        .mapToObj(i ->
                                                "{\"filename\":\"" + i + ".mp4\",\"size\":\"9\",\"location\":\"x\"}")
                                        .collect(Collectors.joining(","))
                                + "]")));
    }

    private static String sized(Ground ground, String size) {
        return complete(
                file("http://" + ground.canary().address() + "/rec/a.mp4").replace("\"9\"", "\"" + size + "\""));
    }
}
