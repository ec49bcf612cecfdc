package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs last of all (see {@code junit-platform.properties}), and looks at what the whole suite left in the logs: no token, no link, nothing of what
 * customers said. The words that every test describes its recordings with are canaries too.
 */
@ExtendWith(World.Shared.class)
@Order(Integer.MAX_VALUE)
@Isolated("after all others, those that run beside the rest included")
class LogsIT {

    private static final String MARK = "canary" + UUID.randomUUID().toString().replace("-", "");

    /** What secrets look like, whoever in the suite made them: our tokens, webhooks' secrets, tokens of providers, hashes of passwords. */
    private static final Pattern SECRETS =
            Pattern.compile("tenure_[A-Za-z0-9_-]{24,}|whsec_|eyJ[A-Za-z0-9_-]{16,}|\\$argon2|PRIVATE KEY");

    private final World world;
    private final Http http;
    private final Recordings recordings;

    LogsIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    @Test
    void tellNothingOfAnybody() {
        List<String> canaries = new ArrayList<>(seed());
        canaries.addAll(seedPeople());
        canaries.addAll(seedSecrets());
        seedWords();
        canaries.addAll(world.tokens());
        canaries.add(http.token());
        canaries.addAll(List.of(
                MARK,
                "ada@example.org",
                "Weekly planning",
                "talk.mp4",
                "This meeting is being recorded.",
                "X-Amz-Signature",
                "X-Amz-Credential",
                "Bearer tenure_"));
        Map<Path, String> logs = world.logs();
        assertThat(logs.keySet()).anyMatch(path -> path.endsWith("logs/tenure.log"));
        Map<String, String> found = new LinkedHashMap<>();
        logs.forEach((file, text) -> canaries.forEach(canary -> {
            int at = text.indexOf(canary);
            if (at >= 0) {
                found.put(
                        file.getFileName() + ": " + canary,
                        text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200)));
            }
        }));
        assertThat(found).isEmpty();
        logs.forEach((file, text) -> assertThat(SECRETS.matcher(text).results().map(MatchResult::group))
                .as(file.toString())
                .isEmpty());
        everyLineIsOneObject(logs);
    }

    /** Whatever was said, no line of the log is anything but one of ours. */
    private void everyLineIsOneObject(Map<Path, String> logs) {
        logs.forEach((file, text) -> {
            if (file.endsWith("logs/tenure.log")) {
                text.lines().forEach(line -> {
                    assertThat(JsonMapper.shared().readTree(line).has("message"))
                            .as(line)
                            .isTrue();
                    assertThat(line).doesNotContainPattern("\\p{Cntrl}");
                });
            }
        });
    }

    /** A person is added, gets in, chooses a password, and mistypes it. Returns every password and what their cookies hold. */
    private List<String> seedPeople() {
        String address = http.post(
                        "/api/v1/people",
                        Map.of("email", MARK + "@example.com", "name", MARK, "roles", List.of("AUDITOR")))
                .expect(201)
                .header("Location");
        String oneTime = http.post(address + "/one-time-password", "")
                .expect(200)
                .json()
                .get("password")
                .asString();
        String chosen = "chosen-" + UUID.randomUUID();
        String mistyped = "mistyped-" + UUID.randomUUID();
        Browser browser = new Browser(world.nobody());
        browser.signIn("main", MARK + "@example.com", mistyped).problem(401, "sign-in-refused");
        browser.signIn("main", MARK + "@example.com", oneTime).expect(200);
        browser.post("/api/v1/session/password", Map.of("current", mistyped, "password", chosen))
                .problem(401, "sign-in-refused");
        browser.post("/api/v1/session/password", Map.of("current", oneTime, "password", chosen))
                .expect(200);
        browser.refresh().get("/api/v1/items").expect(200);
        List<String> known = new ArrayList<>(browser.cookies());
        known.addAll(List.of(oneTime, chosen, mistyped, browser.csrf()));
        return known;
    }

    /** What media servers and receivers of events prove themselves with. */
    private List<String> seedSecrets() {
        String secret = "secret-" + UUID.randomUUID();
        Map<String, Object> source = HandOversIT.wish();
        source.put("secrets", Map.of("api-secret", secret, "bucket-secret-key", secret));
        http.post("/api/v1/sources", source).expect(201);
        source.put("zone", secret);
        http.post("/api/v1/sources", source).problem(400, "bad-request");
        String signing = http.post("/api/v1/webhooks", Map.of("url", "http://127.0.0.1:9/" + MARK, "enabled", false))
                .json()
                .toString();
        Matcher shown = Pattern.compile("whsec_[A-Za-z0-9+/=]+").matcher(signing);
        List<String> known = new ArrayList<>(List.of(secret));
        while (shown.find()) {
            known.add(shown.group());
        }
        assertThat(known).hasSize(2);
        return known;
    }

    /** What people said and saw: in a chat, and as evidence of a notice. */
    private void seedWords() {
        Map<String, String> words = recordings.described("kind", "chat");
        words.put("filename", MARK + ".txt");
        String chat = recordings.handOver((MARK + ": hello\n").getBytes(StandardCharsets.UTF_8), words);
        recordings.await(chat, "READY");
        Instant at = Instant.parse(String.valueOf(words.get("meetingStart")));
        for (String type : List.of("NOTICE_PRESENTED", MARK)) {
            http.post(
                            "/api/v1/notice-evidence",
                            Map.of(
                                    "meeting",
                                    String.valueOf(words.get("meetingId")),
                                    "events",
                                    List.of(Map.of(
                                            "id",
                                            MARK,
                                            "type",
                                            type,
                                            "at",
                                            at.toString(),
                                            "proxy",
                                            false,
                                            "participant",
                                            Map.of("id", MARK, "name", MARK)))))
                    .status();
        }
    }

    /** Says the mark wherever anything can be said, in ways that succeed, are refused, and fail. Returns what must not be written down. */
    private List<String> seed() {
        String hostile = MARK + "\r\n{\"message\":\"forged\"}\u001B[31m\"}";
        Map<String, String> words = recordings.described();
        words.put("meetingTitle", MARK + " title\u001B[31m");
        words.put("filename", MARK + "\r\nname.mp4");
        words.put("host", MARK + "@example.org");
        words.put("participants", "[{\"displayName\":\"" + MARK + " person\",\"email\":\"" + MARK + "@example.net\"}]");
        String item = recordings.handOver(world.clips().playable(), words);
        recordings.await(item, "READY");
        String path = "/api/v1/items/" + item;
        String link = http.post(path + "/playback-links", "", "Idempotency-Key", MARK)
                .expect(201)
                .json()
                .get("path")
                .asString();
        world.nobody().get(link + "video.mp4", "Referer", "https://" + MARK).expect(200);
        world.nobody().get(link + "nothing").problem(404, "not-found");

        // Not a recording, and one that ffmpeg fails at.
        Map<String, String> lie = recordings.described("meetingTitle", MARK);
        lie.put("filename", MARK);
        recordings.handOver((MARK + " is no recording").getBytes(java.nio.charset.StandardCharsets.UTF_8), lie);
        for (String key :
                List.of("meetingStart", "meetingZone", "kind", "sha256", "participants", "notice", "retention")) {
            recordings.announce(10, recordings.described(key, MARK)).status();
        }
        http.put(path + "/retention", "{\"period\":\"" + MARK + "\"}").problem(422, "retention-out-of-range");
        http.put(path + "/retention", "{\"" + MARK + "\":1}").problem(400, "bad-request");
        http.put(path + "/retention", MARK).problem(400, "bad-request");
        http.post(
                        "/api/v1/holds",
                        Map.of("title", hostile, "authority", hostile, "reason", hostile, "items", List.of(item)))
                .expect(201);
        http.get("/api/v1/items/" + MARK).problem(404, "not-found");
        http.get("/api/v1/items?after=" + MARK).status();
        http.get("/" + MARK + "?" + MARK + "=" + MARK, "User-Agent", MARK).problem(404, "not-found");
        world.nobody().get("/api/v1/items", "Authorization", "Bearer " + MARK).problem(401, "token-invalid");
        world.bearer(MARK.substring(0, 20), Set.of()).get(path).problem(403, "scope-missing");
        try (Socketed client = new Socketed(http.server())) {
            client.send("GET /api/v1/items HTTP/1.1\r\nHost: x\r\nX-" + MARK + "\0: " + MARK
                            + "\r\nAuthorization: Bearer " + MARK + "\r\nConnection: close\r\n\r\n")
                    .answer();
        }
        try (Socketed client = new Socketed(http.server())) {
            client.send("GET /x HTTP/1.1\r\nHost: x\r\nUser-Agent: " + MARK + "\u001B[31m\r\nConnection: close\r\n\r\n")
                    .answer();
        }
        try (Socketed client = new Socketed(http.server())) {
            client.send("GET /" + MARK + "{}|\\^ HTTP/1.1\r\nHost: " + MARK + "_!\r\nConnection: close\r\n\r\n")
                    .answer();
        }
        return List.of(link, link.split("/", -1)[2], "forged");
    }
}
