package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nobody changes what they have not seen, if they say what they saw. */
@ExtendWith(World.Shared.class)
class VersionsIT {

    private static final String RULES = "/api/v1/retention/rules";

    private final World world;
    private final Http http;
    private final Recordings recordings;

    VersionsIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    private String ready() {
        String id = recordings.handOver(world.clips().playable(), recordings.described());
        recordings.await(id, "READY");
        return "/api/v1/items/" + id;
    }

    private String etag(String path) {
        return http.get(path).expect(200).header("ETag");
    }

    @Test
    void anItemsTagChangesWithWhatIsShown() {
        String item = ready();
        String first = etag(item);
        assertThat(first).matches("\"\\d+\\.[0-9a-f]{16}\"");
        assertThat(etag(item)).isEqualTo(first);
        Http.Answer unchanged = http.get(item, "If-None-Match", first).expect(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.header("ETag")).isEqualTo(first);
        http.get(item, "If-None-Match", "\"1\", " + first).expect(304);

        http.post(item + "/trash", "").expect(204);
        String second = etag(item);
        assertThat(second).isNotEqualTo(first);
        http.get(item, "If-None-Match", first).expect(200);
        http.post(item + "/restore", "").expect(204);
        assertThat(etag(item)).isNotIn(first, second);
    }

    @Test
    void changesOnlyWhatWasSeen() {
        String item = ready();
        String seen = etag(item);
        http.put(item + "/retention", Map.of("period", "P20D"), "If-Match", seen)
                .expect(200);
        http.put(item + "/retention", Map.of("period", "P30D"), "If-Match", seen)
                .problem(412, "precondition-failed");
        http.post(item + "/trash", "", "If-Match", seen).problem(412, "precondition-failed");
        assertThat(recordings.state(item.substring(item.lastIndexOf('/') + 1))).isEqualTo("READY");
        assertThat(http.get(item + "/explain").expect(200).text()).contains("P20D");

        http.post(item + "/trash", "", "If-Match", etag(item)).expect(204);
        http.post(item + "/restore", "", "If-Match", seen).problem(412, "precondition-failed");
        http.post(item + "/restore", "", "If-Match", seen + ", " + etag(item)).expect(204);
        http.post(item + "/trash", "", "If-Match", "*").expect(204);
        http.post(item + "/restore", "").expect(204);
    }

    @Test
    void aHoldIsAChangeAndProgressIsNone() {
        String item = ready();
        String seen = etag(item);
        String id = item.substring(item.lastIndexOf('/') + 1);
        http.post("/api/v1/holds", Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of(id)))
                .expect(201);
        http.post(item + "/trash", "", "If-Match", seen).problem(412, "precondition-failed");
        String other = "\"" + etag(item).replaceAll("\"(\\d+)\\..*", "$1") + ".0000000000000000\"";
        http.put(item + "/retention", Map.of("period", "P20D"), "If-Match", other)
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "1\"", "\"1\",", ",", "W/1", "\"1\" \"2\"", "*, \"1\""})
    void namesMalformedTags(String tags) {
        String item = "/api/v1/items/" + world.keptRecording();
        http.post(item + "/trash", "", "If-Match", tags).problem(400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"0\"", "W/\"1\"", "\"\"", "\"abc\"", "\"99999999999999999999\"", "\"1';DROP_TABLE_item\""})
    void matchesNothingThatWasNeverItsTag(String tags) {
        String item = "/api/v1/items/" + world.keptRecording();
        http.post(item + "/trash", "", "If-Match", tags).problem(412, "precondition-failed");
    }

    @Test
    void rulesAreRevisedByWhoReadThem() {
        Http account = world.bearer("revisers", Scope.all());
        account.put(RULES, Recordings.RULES).problem(428, "precondition-required");
        String undecided = account.get(RULES).expect(200).header("ETag");
        assertThat(undecided).isEqualTo("\"1\"");
        Http.Answer second =
                account.put(RULES, Recordings.RULES, "If-Match", undecided).expect(200);
        assertThat(second.header("ETag")).isEqualTo("\"2\"");
        assertThat(second.json().get("revision").asInt()).isEqualTo(2);
        account.put(RULES, Recordings.RULES, "If-Match", undecided).problem(412, "precondition-failed");
        account.get(RULES, "If-None-Match", "\"2\"").expect(304);
        account.put(RULES, Recordings.RULES, "If-Match", "*").expect(200);
        account.get(RULES, "If-None-Match", "\"2\"").expect(200);
    }

    private static Http.Answer patch(Http account, String path, Map<String, ?> body, String... ifMatch) {
        List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        headers.addAll(List.of(ifMatch));
        return account.send(
                "PATCH",
                path,
                BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)),
                headers.toArray(String[]::new));
    }

    /** A rename that was decided before a role was taken away does not bring the role back. */
    @Test
    void aPersonIsChangedByWhoReadThem() {
        Http account = world.bearer("renamers", Scope.all());
        Map<String, ?> described =
                Map.of("email", "ada@example.org", "name", "Ada", "roles", List.of("HOST", "AUDITOR"));
        String person = account.post("/api/v1/people", described).expect(201).header("Location");
        String seen = account.get(person).expect(200).header("ETag");
        patch(account, person, Map.of("name", "Ada L.")).problem(428, "precondition-required");
        Http.Answer taken = patch(account, person, Map.of("roles", List.of("HOST")), "If-Match", seen)
                .expect(200);
        patch(account, person, Map.of("name", "Ada L."), "If-Match", seen).problem(412, "precondition-failed");
        assertThat(account.get(person).expect(200).header("ETag"))
                .isEqualTo(taken.header("ETag"))
                .isNotEqualTo(seen);
        JsonNode renamed = patch(account, person, Map.of("name", "Ada L."), "If-Match", "*")
                .expect(200)
                .json();
        assertThat(renamed.get("name").asString()).isEqualTo("Ada L.");
        assertThat(renamed.get("roles").toString()).isEqualTo("[\"HOST\"]");
    }

    @Test
    void aWebhookIsChangedAndDeletedByWhoReadIt() {
        Http account = world.bearer("tellers", Scope.all());
        String webhook = account.post("/api/v1/webhooks", Map.of("url", "http://127.0.0.1:9/in"))
                .expect(201)
                .header("Location");
        String seen = account.get(webhook).expect(200).header("ETag");
        patch(account, webhook, Map.of("description", "ours")).problem(428, "precondition-required");
        patch(account, webhook, Map.of("enabled", false), "If-Match", seen).expect(200);
        patch(account, webhook, Map.of("description", "ours"), "If-Match", seen).problem(412, "precondition-failed");
        JsonNode described = patch(account, webhook, Map.of("description", "ours"), "If-Match", "*")
                .expect(200)
                .json();
        assertThat(described.get("enabled").asBoolean()).isFalse();
        account.send("DELETE", webhook, BodyPublishers.noBody(), "If-Match", seen)
                .problem(412, "precondition-failed");
        String last = account.get(webhook).expect(200).header("ETag");
        account.send("DELETE", webhook, BodyPublishers.noBody(), "If-Match", last)
                .expect(204);
        account.get(webhook).problem(404, "not-found");
    }

    /** What nobody decided yet has a version too: the first decision of two at once is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/notice-policy", "/notice-on-media"})
    void settingsAreReplacedByWhoReadThem(String part) {
        String path = "/api/v1/account" + part;
        Map<String, ?> wish = switch (part) {
            case "/notice-policy" -> Map.of("withoutEvidence", "ACCEPT");
            case "/notice-on-media" -> Map.of("visible", "LINE", "audible", true);
            default -> Map.of("locale", "de", "zone", "UTC", "sessionLifetime", "PT8H", "sessionIdle", "PT1H");
        };
        Http account = world.bearer("settlers" + part.length(), Scope.all());
        String undecided = account.get(path).expect(200).header("ETag");
        account.put(path, wish).problem(428, "precondition-required");
        String decided =
                account.put(path, wish, "If-Match", undecided).expect(200).header("ETag");
        account.put(path, wish, "If-Match", undecided).problem(412, "precondition-failed");
        assertThat(decided).isNotEqualTo(undecided);
        account.get(path, "If-None-Match", decided).expect(304);
        account.put(path, wish, "If-Match", decided).expect(200);
    }

    /** The look and the change are one: of many who saw the same, one gets through. */
    @Test
    void oneOfManyGetsThrough() throws InterruptedException, ExecutionException {
        String item = ready();
        String seen = etag(item);
        Http account = world.bearer("racers", Scope.all());
        String rules = account.get(RULES).expect(200).header("ETag");
        List<Future<Integer>> items = new ArrayList<>();
        List<Future<Integer>> revisions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String period = "P" + (20 + i) + "D";
                items.add(threads.submit(() -> http.put(item + "/retention", Map.of("period", period), "If-Match", seen)
                        .status()));
                revisions.add(threads.submit(() ->
                        account.put(RULES, Recordings.RULES, "If-Match", rules).status()));
            }
        }
        for (List<Future<Integer>> race : List.of(items, revisions)) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> racer : race) {
                statuses.add(racer.get());
            }
            assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        }
    }
}
