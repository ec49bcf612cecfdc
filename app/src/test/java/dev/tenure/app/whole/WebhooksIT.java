package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks as a program sees them that only knows the API. */
@ExtendWith(World.Shared.class)
class WebhooksIT {

    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final World world;
    private final Http http;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    WebhooksIT(World world) {
        this.world = world;
        this.http = world.bearer("hooks-" + UUID.randomUUID(), Set.of("webhooks:write"));
    }

    private record Message(String id, String timestamp, String signature, String body) {

        boolean genuine(String secret) {
            try {
                byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                mac.update((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
                String right = "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
                return List.of(signature.split(" ", -1)).contains(right);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        receiver.createContext("/in", exchange -> {
            messages.add(new Message(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in";
    }

    private Http.Answer patch(String path, Object body) {
        return http.send(
                "PATCH",
                path,
                BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)),
                "Content-Type",
                "application/json",
                "If-Match",
                "*");
    }

    @Test
    void tellsOfARecordingThatIsHandedOver() {
        Http owner = world.owner();
        JsonNode made = owner.post(WEBHOOKS, Map.of("url", url(), "types", List.of("item.stored", "item.quarantined")))
                .expect(201)
                .json();
        String item = world.recordings()
                .handOver(
                        "no film".getBytes(StandardCharsets.UTF_8),
                        world.recordings().described());
        Until.holds(
                "it is told of",
                LIMIT,
                () -> messages.stream().anyMatch(message -> message.body().contains(item)));
        assertThat(messages)
                .allMatch(message -> message.genuine(made.get("secret").asString()));
        owner.send("DELETE", WEBHOOKS + "/" + made.at("/webhook/id").asString(), BodyPublishers.noBody())
                .expect(204);
    }

    @Test
    void aWebhookIsMadeTestedChangedRotatedReplayedAndDeleted() {
        Http.Answer created =
                http.post(WEBHOOKS, Map.of("url", url(), "description", "ours")).expect(201);
        String address = created.header("Location");
        String secret = created.json().get("secret").asString();
        assertThat(secret).startsWith("whsec_");
        assertThat(http.get(address).expect(200).text()).doesNotContain("secret\":\"whsec", secret);
        assertThat(http.get(WEBHOOKS).expect(200).json().get("webhooks")).hasSize(1);

        String event = http.post(address + "/test", Map.of())
                .expect(202)
                .json()
                .get("event")
                .asString();
        Until.holds("the test arrives", LIMIT, () -> messages.size() == 1);
        assertThat(messages.getFirst().id()).isEqualTo(event);
        assertThat(messages.getFirst().genuine(secret)).isTrue();
        Until.holds(
                "it is noted",
                LIMIT,
                () -> deliveries(address).at("/0/state").asString("").equals("DELIVERED"));
        JsonNode attempt = deliveries(address).at("/0/attempts/0");
        assertThat(attempt.get("status").asInt()).isEqualTo(204);
        assertThat(attempt.get("durationMillis").isNumber()).isTrue();

        String anew = http.post(address + "/secret", Map.of())
                .expect(200)
                .json()
                .get("secret")
                .asString();
        http.post("/api/v1/events/" + event + "/replay", Map.of()).expect(202);
        Until.holds("it arrives again", LIMIT, () -> messages.size() == 2);
        assertThat(messages.getLast().id()).isEqualTo(event);
        assertThat(messages.getLast().genuine(secret)).isTrue();
        assertThat(messages.getLast().genuine(anew)).isTrue();

        JsonNode events = http.get("/api/v1/events").expect(200).json();
        assertThat(events.at("/events/0/id").asString()).isEqualTo(event);
        assertThat(events.at("/events/0/type").asString()).isEqualTo("webhook.test");
        String next = events.get("next").asString();
        assertThat(http.get("/api/v1/events?after=" + next).expect(200).json().get("events"))
                .isEmpty();

        JsonNode changed = patch(address, Map.of("types", List.of("item.ready"), "enabled", false))
                .expect(200)
                .json();
        assertThat(changed.get("enabled").asBoolean()).isFalse();
        assertThat(changed.get("description").asString()).isEqualTo("ours");
        http.post(address + "/test", Map.of()).problem(409, "state-conflict");
        http.send("DELETE", address, BodyPublishers.noBody()).expect(204);
        http.get(address).problem(404, "not-found");
    }

    private JsonNode deliveries(String address) {
        return http.get(address + "/deliveries").expect(200).json().get("deliveries");
    }

    @Test
    void whatIsSomebodyElsesIsNotThere() {
        String id = http.post(WEBHOOKS, Map.of("url", url()))
                .expect(201)
                .json()
                .at("/webhook/id")
                .asString();
        String event = http.post(WEBHOOKS + "/" + id + "/test", Map.of())
                .expect(202)
                .json()
                .get("event")
                .asString();
        Until.holds("the event is taken", LIMIT, () -> messages.size() == 1);
        Http other = world.bearer("hooks-" + UUID.randomUUID(), Set.of("webhooks:write"));
        Map<String, String> span = Map.of("from", "2026-01-01T00:00:00Z", "to", "2027-01-01T00:00:00Z");
        List<String> answers = new ArrayList<>();
        for (String one : List.of(id, UUID.randomUUID().toString(), "no-id")) {
            String address = WEBHOOKS + "/" + one;
            answers.add(List.of(
                            other.get(address),
                            other.get(address + "/deliveries"),
                            other.post(address + "/test", Map.of()),
                            other.post(address + "/secret", Map.of()),
                            other.post(address + "/replay", span),
                            other.send(
                                    "PATCH",
                                    address,
                                    BodyPublishers.ofString("{}"),
                                    "Content-Type",
                                    "application/json"),
                            other.send("DELETE", address, BodyPublishers.noBody()))
                    .stream()
                    .map(answer -> answer.problem(404, "not-found").text().replace(one, "ID"))
                    .toList()
                    .toString());
        }
        assertThat(answers.stream().distinct()).hasSize(1);
        for (String one : List.of(event, UUID.randomUUID().toString(), "no-id")) {
            other.post("/api/v1/events/" + one + "/replay", Map.of()).problem(404, "not-found");
            other.get("/api/v1/events?after=" + one).problem(404, "not-found");
        }
        assertThat(other.get(WEBHOOKS).expect(200).json().get("webhooks")).isEmpty();
        assertThat(other.get("/api/v1/events").expect(200).json().get("events")).isEmpty();
        world.bearer("hooks-" + UUID.randomUUID(), Set.of("items:read"))
                .get(WEBHOOKS)
                .problem(403, "scope-missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://[::1]/in", "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/",
                        "https://2130706433/",
                "https://0x7f000001/", "https://0177.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://localhost./",
                "https://user@127.0.0.1/", "ftp://127.0.0.1/", "https://no-such-host.invalid/"
            })
    void refusesAddressesToWhichNothingIsSent(String url) {
        http.post(WEBHOOKS, Map.of("url", url)).problem(422, "webhook-not-reachable");
    }

    @Test
    void saysWhatDoesNotFit() {
        http.post(WEBHOOKS, Map.of()).problem(400, "bad-request");
        http.post(WEBHOOKS, Map.of("url", url(), "types", List.of("item.eaten")))
                .problem(400, "bad-request");
        http.post(WEBHOOKS, Map.of("url", url(), "secret", "whsec_mine")).problem(400, "bad-request");
        String address = http.post(WEBHOOKS, Map.of("url", url())).expect(201).header("Location");
        http.post(address + "/replay", Map.of("from", "2027-01-01T00:00:00Z", "to", "2026-01-01T00:00:00Z"))
                .problem(400, "bad-request");
        http.post(address + "/replay", Map.of()).problem(400, "bad-request");
    }
}
