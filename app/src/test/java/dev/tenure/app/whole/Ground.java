package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** An account under attack, and what must stay as it is there. */
final class Ground implements AutoCloseable {

    private static final String ITEMS = "/api/v1/items/";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final World world;
    private final Canary canary = new Canary();
    private final String account = "attacked-" + UUID.randomUUID();
    private final Http http;
    private final Recordings recordings;
    private final byte[] source;
    private final String kept;

    Ground(World world) {
        this.world = world;
        this.http = world.bearer(account, Scope.all());
        this.recordings = new Recordings(http, world.clock());
        this.source = world.clips().playable();
        http.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*").expect(200);
        this.kept = handOver("recording", "talk.mp4", source);
        recordings.await(kept, "READY");
    }

    World world() {
        return world;
    }

    Http http() {
        return http;
    }

    Recordings recordings() {
        return recordings;
    }

    Canary canary() {
        return canary;
    }

    String account() {
        return account;
    }

    /** A description that says nothing wrong. */
    Map<String, String> words() {
        return recordings.described("account", account);
    }

    Map<String, String> words(String key, String value) {
        Map<String, String> words = words();
        words.put(key, value);
        return words;
    }

    String handOver(String kind, String fileName, byte[] bytes) {
        Map<String, String> words = words("kind", kind);
        words.put("filename", fileName);
        return recordings.handOver(bytes, words);
    }

    /** An upload that waits for its bytes. */
    String announced(long length) {
        return recordings.announce(length, words("kind", "file")).expect(201).header("Location");
    }

    /** Any request to an upload, as tus wants it. */
    Http.Answer tus(String method, String path, byte[] body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Tus-Resumable";
        all[1] = "1.0.0";
        return http.send(method, path, BodyPublishers.ofByteArray(body), all);
    }

    void isHeld(String id, String reason) {
        JsonNode now = recordings.quarantined(id);
        assertThat(now.get("problem").asString()).contains(reason);
        assertThat(now.get("objects").isEmpty()).isTrue();
        for (String way : List.of("/media/source", "/content")) {
            assertThat(http.get(ITEMS + id + way).problem(409, "state-conflict").detail())
                    .contains("QUARANTINED");
        }
        http.post(ITEMS + id + "/playback-links", "").problem(409, "state-conflict");
        assertThat(http.get("/api/v1/items").expect(200).text()).contains(id);
    }

    void isOnlyADownload(String id, byte[] bytes) {
        JsonNode now = recordings.await(id, "READY");
        now.get("objects")
                .forEach(object -> assertThat(object.get("key").asString())
                        .matches("[0-9a-f-]{36}/" + id + "/[a-z]+/[0-9a-z.-]+/[a-z0-9.-]+"));
        Http.Answer download = http.get(ITEMS + id + "/content").expect(200);
        assertThat(download.body()).isEqualTo(bytes);
        assertThat(download.header("Content-Disposition"))
                .startsWith("attachment")
                .doesNotContain("\r", "\n", "/", "\\", "..", "\u202e");
        assertThat(download.header("Set-Cookie")).isEmpty();
        assertThat(download.header("X-Injected")).isEmpty();
        assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(download.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
        assertThat(download.header("Content-Type")).doesNotMatch(".*(html|svg|[/+]xml|script|multipart|macro).*");
    }

    /** It was tried, found impossible with a reason, and is left alone with its source. */
    void isNotPlayable(String id) {
        Until.holds(id + " is given up", LIMIT, () -> recordings.item(id).hasNonNull("problem"));
        JsonNode now = recordings.item(id);
        assertThat(now.get("state").asString()).isEqualTo("STORED");
        assertThat(now.get("problem").asString()).isNotBlank();
        http.get(ITEMS + id + "/media/source").expect(200);
    }

    /** What was acknowledged before is there byte by byte, and good bytes are taken. */
    void isWell() {
        assertThat(http.get(ITEMS + kept + "/media/source").expect(200).body()).isEqualTo(source);
        String good = handOver("chat", "chat.txt", "hello all\n".getBytes(StandardCharsets.UTF_8));
        assertThat(recordings.state(good)).isIn("STORED", "READY");
    }

    /** A whole good recording arrives and becomes playable. */
    void stillPlays() {
        recordings.await(handOver("recording", "talk.mp4", source), "READY");
        assertThat(recordings.state(kept)).isEqualTo("READY");
    }

    /**
     * Every item has come to an end or waits for a client that still may send; nothing is tried again and again, and nobody called where content
     * pointed to.
     */
    void nothingIsStuck() {
        JdbcClient database = JdbcClient.create(world.bean(DataSource.class));
        Until.holds(
                "all work is done: " + unsettled(database),
                LIMIT,
                () -> unsettled(database).isEmpty());
        List<String> ours = ids(
                database, "SELECT i.id::text FROM item i JOIN account a ON a.id = i.account_id WHERE a.slug = :name");
        assertThat(world.bean(Processings.class).next(Priority.LOW, 1000))
                .extracting(Object::toString)
                .doesNotContainAnyElementsOf(ours);
        assertThat(canary.calls()).as("somebody opened what content named").isZero();
    }

    private List<String> unsettled(JdbcClient database) {
        return ids(database, """
                SELECT i.kind || ' ' || i.id || ' ' || i.state || ' ' || i.file_name
                  FROM item i JOIN account a ON a.id = i.account_id
                  LEFT JOIN upload u ON u.item_id = i.id
                  LEFT JOIN companion c ON c.item_id = i.id
                  LEFT JOIN text_extraction t ON t.item_id = i.id
                 WHERE a.slug = :name
                   AND ((i.state = 'RECEIVING' AND (u.id IS NULL OR u.stored_bytes = u.length OR u.finished_at IS NOT NULL))
                        OR (i.state = 'STORED' AND i.problem IS NULL)
                        OR (i.state = 'READY' AND c.item_id IS NOT NULL AND c.done_at IS NULL)
                        OR (i.state = 'READY' AND t.state = 'WAITING')
                        OR i.state IN ('DESTROYING', 'TRASHED'))
                """);
    }

    private List<String> ids(JdbcClient database, String sql) {
        return database.sql(sql)
                .param("name", account)
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Override
    public void close() {
        canary.close();
    }
}
