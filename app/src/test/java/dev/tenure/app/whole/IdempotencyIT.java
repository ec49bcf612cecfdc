package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.idempotency.IdempotentRequests;
import dev.tenure.storageapi.security.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be created once is created once, however often the request for it comes. */
@ExtendWith(World.Shared.class)
class IdempotencyIT {

    private static final String HOLDS = "/api/v1/holds";
    private static final Map<String, Object> HOLD =
            Map.of("title", "Case 4711", "authority", "a", "reason", "r", "items", List.of());

    private final World world;
    private final Http http;

    IdempotencyIT(World world) {
        this.world = world;
        this.http = world.bearer("repeaters", Scope.all());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private int holds() {
        return http.get(HOLDS).expect(200).text().split("\"Case 4711\"", -1).length - 1;
    }

    @Test
    void aRepeatGetsTheVeryAnswer() {
        String key = key();
        Http.Answer first = http.post(HOLDS, HOLD, "Idempotency-Key", key).expect(201);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        int before = holds();
        for (String form : List.of(key, "\"" + key + "\"")) {
            Http.Answer again = http.post(HOLDS, HOLD, "Idempotency-Key", form).expect(201);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.header("Location")).isEqualTo(first.header("Location"));
            assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        }
        assertThat(holds()).isEqualTo(before);
        assertThat(http.post(HOLDS, HOLD, "Idempotency-Key", key()).expect(201).header("Location"))
                .isNotEqualTo(first.header("Location"));
        assertThat(http.post(HOLDS, HOLD).expect(201).header("Location")).isNotEqualTo(first.header("Location"));
    }

    @Test
    void aKeyIsForOneRequestOfOneCaller() {
        String key = key();
        String hold = http.post(HOLDS, HOLD, "Idempotency-Key", key)
                .expect(201)
                .json()
                .get("id")
                .asString();
        Map<String, Object> other = Map.of("title", "Case 2", "authority", "a", "reason", "r", "items", List.of());
        http.post(HOLDS, other, "Idempotency-Key", key).problem(422, "idempotency-key-reused");
        http.post(HOLDS + "?x=1", HOLD, "Idempotency-Key", key).problem(422, "idempotency-key-reused");
        http.post(HOLDS + "/" + hold + "/release", HOLD, "Idempotency-Key", key).problem(422, "idempotency-key-reused");
        Http stranger = world.bearer("repeaters-elsewhere", Scope.all());
        assertThat(stranger.post(HOLDS, HOLD, "Idempotency-Key", key)
                        .expect(201)
                        .text())
                .doesNotContain(hold);
    }

    /** A problem is an answer too: the caller learns the same again, and mends the request under a fresh key. */
    @Test
    void keepsRefusalsToo() {
        String key = key();
        String path = HOLDS + "/" + UUID.randomUUID() + "/release";
        http.post(path, Map.of("reason", "r"), "Idempotency-Key", key).problem(404, "not-found");
        assertThat(http.post(path, Map.of("reason", "r"), "Idempotency-Key", key)
                        .problem(404, "not-found")
                        .header("Idempotent-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void manyAtOnceCreateOne() throws InterruptedException, ExecutionException {
        String key = key();
        int before = holds();
        List<Future<Http.Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                asked.add(threads.submit(() -> http.post(HOLDS, HOLD, "Idempotency-Key", key)));
            }
        }
        List<String> created = new ArrayList<>();
        for (Future<Http.Answer> each : asked) {
            Http.Answer answer = each.get();
            if (answer.status() == 409) {
                answer.problem(409, "idempotency-in-progress");
                assertThat(answer.header("Retry-After")).isNotEmpty();
            } else {
                created.add(answer.expect(201).header("Location"));
            }
        }
        assertThat(created).isNotEmpty();
        assertThat(created.stream().distinct()).hasSize(1);
        assertThat(holds()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "short", "\"with \\\" quote and more\"", "spaces in the middle"})
    void namesAKeyThatIsNone(String key) {
        http.post(HOLDS, HOLD, "Idempotency-Key", key).problem(400, "bad-request");
        http.post(HOLDS, HOLD, "Idempotency-Key", "x".repeat(129)).problem(400, "bad-request");
    }

    /** A server that died in the middle holds a key for two minutes, then a repeat is the first again. */
    @Test
    void aReservationOfADeadServerRunsOut() throws SQLException {
        String key = key();
        http.post(HOLDS, HOLD, "Idempotency-Key", key).expect(201);
        assertThat(change("UPDATE idempotent_request SET answer = NULL")).isPositive();
        http.post(HOLDS, HOLD, "Idempotency-Key", key).problem(409, "idempotency-in-progress");
        change("UPDATE idempotent_request SET reserved_until = clock_timestamp() - interval '1 s'");
        assertThat(http.post(HOLDS, HOLD, "Idempotency-Key", key).expect(201).header("Idempotent-Replayed"))
                .isEmpty();
    }

    @Test
    void forgetsAfterADay() throws SQLException {
        String key = key();
        String first =
                http.post(HOLDS, HOLD, "Idempotency-Key", key).expect(201).header("Location");
        change("UPDATE idempotent_request SET expires_at = clock_timestamp() - interval '1 s'");
        assertThat(world.bean(IdempotentRequests.class).forget()).isPositive();
        assertThat(http.post(HOLDS, HOLD, "Idempotency-Key", key).expect(201).header("Location"))
                .isNotEqualTo(first);
    }

    /** Whoever reads the table reads neither keys nor answers: an answer may hold a secret that is shown once. */
    @Test
    void keepsNeitherKeysNorAnswersInClear() throws SQLException {
        String key = key();
        String item = world.keptRecording();
        String path = world.owner()
                .post("/api/v1/items/" + item + "/playback-links", "", "Idempotency-Key", key)
                .expect(201)
                .json()
                .get("path")
                .asString();
        assertThat(world.owner()
                        .post("/api/v1/items/" + item + "/playback-links", "", "Idempotency-Key", key)
                        .expect(201)
                        .text())
                .contains(path);
        String all = read(
                "SELECT string_agg(encode(answer, 'escape') || encode(key_hash, 'escape'), ' ') FROM idempotent_request");
        assertThat(all).isNotBlank().doesNotContain(key, path, path.split("/", -1)[2], "expiresAt");
    }

    private int change(String statement) throws SQLException {
        try (Connection connection = world.bean(DataSource.class).getConnection();
                PreparedStatement change = connection.prepareStatement(
                        statement + " WHERE account_id = (SELECT id FROM account WHERE slug = 'repeaters')")) {
            return change.executeUpdate();
        }
    }

    private String read(String question) throws SQLException {
        try (Connection connection = world.bean(DataSource.class).getConnection();
                PreparedStatement asked = connection.prepareStatement(question);
                ResultSet answer = asked.executeQuery()) {
            answer.next();
            return answer.getString(1);
        }
    }
}
