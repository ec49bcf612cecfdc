package dev.tenure.app.whole;

import static dev.tenure.app.whole.Attack.Threat.FOREIGN_ACCOUNT;
import static dev.tenure.app.whole.Attack.Threat.HEADER_INJECTION;
import static dev.tenure.app.whole.Attack.Threat.PATHS_AND_KEYS;
import static dev.tenure.app.whole.Attack.Threat.SLOW_CLIENT;
import static dev.tenure.app.whole.Attack.Threat.WRONG_WORDS;
import static dev.tenure.app.whole.Attack.answered;
import static dev.tenure.app.whole.Attack.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Uploads whose words, addresses, callers or pace cannot be. */
final class HostileRequests {

    private static final String BODY = "application/offset+octet-stream";
    private static final byte[] NOTHING = new byte[0];

    private HostileRequests() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(paths());
        attacks.addAll(headers());
        attacks.addAll(words());
        attacks.addAll(foreigners());
        attacks.addAll(slow());
        return attacks;
    }

    private static Attack named(Attack.Threat threat, String name, String key, String value) {
        return new Attack(threat, name, ground -> {
            byte[] chat = "hello all\n".getBytes(StandardCharsets.UTF_8);
            Map<String, String> words = ground.words(key, value);
            words.put("kind", "chat");
            String id = ground.recordings().handOver(chat, words);
            ground.isOnlyADownload(id, chat);
        });
    }

    private static List<Attack> paths() {
        return List.of(
                named(PATHS_AND_KEYS, "a meeting is called by a path", "meetingId", "../../" + UUID.randomUUID()),
                named(
                        PATHS_AND_KEYS,
                        "a meeting is called by an escaped path",
                        "meetingId",
                        "..%2f%00" + UUID.randomUUID()),
                named(PATHS_AND_KEYS, "a host is a path", "host", "/etc/passwd"),
                named(PATHS_AND_KEYS, "a title of 500 characters", "meetingTitle", "😀".repeat(250)),
                named(PATHS_AND_KEYS, "a title that reads backwards", "meetingTitle", "\u202egnp.exe\u2066"),
                named(PATHS_AND_KEYS, "a file named like a device", "filename", "CON.txt"),
                named(PATHS_AND_KEYS, "a file named by a path", "filename", "C:\\Windows\\..\\x.bat"),
                named(PATHS_AND_KEYS, "a file without a name", "filename", "\u0001\u0002\u007f"),
                refused(
                        PATHS_AND_KEYS,
                        "an account is a path",
                        404,
                        "account-unknown",
                        ground -> ground.recordings()
                                .announce(10, ground.words("account", ground.account() + "/../main"))),
                refused(
                        PATHS_AND_KEYS,
                        "an upload's address is a path",
                        404,
                        "not-found",
                        ground -> ground.tus(
                                "PATCH",
                                Recordings.UPLOADS + "/" + UUID.randomUUID() + "%20",
                                NOTHING,
                                "Upload-Offset",
                                "0",
                                "Content-Type",
                                BODY)),
                refused(
                        PATHS_AND_KEYS,
                        "companions of a meeting that is a path",
                        404,
                        "not-found",
                        ground -> form(ground, "..%2F..%2Fx", part("file", "a.txt", "x"))));
    }

    private static List<Attack> headers() {
        return List.of(
                named(
                        HEADER_INJECTION,
                        "a file's name ends the header",
                        "filename",
                        "a\r\nX-Injected: y\r\n\r\n<script>.txt"),
                named(HEADER_INJECTION, "a file's name names another", "filename", "a\"; filename*=UTF-8''evil.bat"),
                named(HEADER_INJECTION, "a file's name of 4000 characters", "filename", "a".repeat(4000) + ".bat"),
                named(HEADER_INJECTION, "a file's name beyond ASCII", "filename", "ünï\u0000cödé 😀;.txt"),
                named(
                        HEADER_INJECTION,
                        "a file's name that is cut within a character",
                        "filename",
                        "a" + "😀".repeat(200)),
                named(HEADER_INJECTION, "a file's name is half a character", "filename", "\ud83d.txt"),
                new Attack(HEADER_INJECTION, "a part's name names another", ground -> {
                    Map<String, String> words = ground.words();
                    ground.recordings().handOver(ground.world().clips().playable(), words);
                    Http.Answer made = form(
                                    ground,
                                    String.valueOf(words.get("meetingId")),
                                    "--b0\r\nContent-Disposition: form-data; name=\"chat\"; filename=\"../../a\\\".txt\";"
                                            + " filename*=UTF-8''%2e%2e%2f%0d%0aX-Injected%3a%20y.bat\r\n\r\nhello\r\n")
                            .expect(201);
                    ground.isOnlyADownload(
                            made.json().at("/items/0/id").asString(), "hello".getBytes(StandardCharsets.UTF_8));
                }),
                new Attack(HEADER_INJECTION, "a line ends within the metadata", ground -> {
                    try (Socketed client = new Socketed(ground.http().server())) {
                        String said = client.send(
                                        head(ground, "POST", Recordings.UPLOADS)
                                                + "Upload-Length: 10\r\nUpload-Metadata: filename YQ==\r\n b\r\nConnection: close\r\n\r\n")
                                .answer();
                        assertThat(said).matches("(?s)HTTP/1.1 400 .*");
                    }
                }));
    }

    private static Attack wrong(String name, String key, String value) {
        return refused(
                WRONG_WORDS,
                name,
                400,
                "bad-request",
                ground -> ground.recordings().announce(10, ground.words(key, value)));
    }

    private static List<Attack> words() {
        return List.of(
                wrong("a time in milliseconds", "meetingStart", "1772616900000"),
                wrong("a time in seconds", "recordedUntil", "1772616900"),
                wrong("a time without a zone", "meetingEnd", "2026-03-28T22:30:00"),
                wrong("a number of hours for a zone", "meetingZone", "+99"),
                wrong("participants that nest without end", "participants", "[".repeat(20_000)),
                wrong("a notice's version beyond numbers", "notice", "{\"name\":\"n\",\"version\":99999999999}"),
                wrong("a hash of another algorithm", "sha256", "0".repeat(40)),
                refused(
                        WRONG_WORDS,
                        "a retention in days",
                        422,
                        "retention-out-of-range",
                        ground -> ground.recordings().announce(10, ground.words("retention", "30"))),
                refused(
                        WRONG_WORDS,
                        "a length in kilobytes",
                        400,
                        "bad-request",
                        ground -> ground.recordings().announce("10KB", Recordings.header(ground.words()))),
                refused(
                        WRONG_WORDS,
                        "a thousand words nobody knows",
                        400,
                        "bad-request",
                        ground -> ground.recordings()
                                .announce("10", String.join(",", Collections.nCopies(1000, "x eA==")))),
                new Attack(WRONG_WORDS, "one meeting with two beginnings", ground -> {
                    Map<String, String> words = ground.words("kind", "chat");
                    ground.recordings().handOver("a\n".getBytes(StandardCharsets.UTF_8), words);
                    words.put("meetingStart", "2001-01-01T00:00:00Z");
                    words.put("meetingTitle", "Something else");
                    words.put("host", "mallory@example.org");
                    assertThat(ground.recordings().announce(10, words).status()).isIn(201, 400, 409);
                }),
                new Attack(WRONG_WORDS, "one key for two forms", ground -> {
                    String key = UUID.randomUUID().toString();
                    form(ground, "x", part("file", "a.txt", "x"), "Idempotency-Key", key)
                            .problem(404, "not-found");
                    form(ground, "x", part("file", "a.txt", "y"), "Idempotency-Key", key)
                            .problem(422, "idempotency-key-reused");
                }));
    }

    private static List<Attack> foreigners() {
        return List.of(
                refused(
                        FOREIGN_ACCOUNT,
                        "an upload into another's account",
                        404,
                        "account-unknown",
                        ground -> ground.recordings().announce(10, ground.words("account", "main"))),
                refused(
                        FOREIGN_ACCOUNT,
                        "bytes into another's upload",
                        404,
                        "not-found",
                        ground -> stranger(ground).append(ground.announced(10), 0, new byte[10])),
                answered(
                        FOREIGN_ACCOUNT,
                        "how far another's upload is",
                        404,
                        ground -> stranger(ground).head(ground.announced(10))),
                refused(
                        FOREIGN_ACCOUNT,
                        "another's upload is given up",
                        404,
                        "not-found",
                        ground -> elsewhere(ground)
                                .send(
                                        "DELETE",
                                        ground.announced(10),
                                        BodyPublishers.noBody(),
                                        "Tus-Resumable",
                                        "1.0.0")),
                refused(FOREIGN_ACCOUNT, "another's parts are joined", 404, "not-found", ground -> {
                    String part = HostileUploads.partial(ground, 10);
                    return elsewhere(ground)
                            .send(
                                    "POST",
                                    Recordings.UPLOADS,
                                    BodyPublishers.noBody(),
                                    "Tus-Resumable",
                                    "1.0.0",
                                    "Upload-Concat",
                                    "final;" + part,
                                    "Upload-Metadata",
                                    Recordings.header(ground.words("account", "other")));
                }));
    }

    private static Http elsewhere(Ground ground) {
        return ground.world().bearer("other", Scope.all());
    }

    private static Recordings stranger(Ground ground) {
        return new Recordings(elsewhere(ground), ground.world().clock());
    }

    private static String head(Ground ground, String method, String path) {
        return method + " " + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\nAuthorization: Bearer "
                + ground.http().token() + "\r\n";
    }

    private static Attack drip(
            String name, java.util.function.Function<Ground, String> head, String drops, String says) {
        return new Attack(SLOW_CLIENT, name, ground -> {
            try (Socketed client = new Socketed(ground.http().server())) {
                assertThat(client.send(head.apply(ground)).drip(drops)).matches("(?s)" + says);
            }
        });
    }

    private static List<Attack> slow() {
        String late = "HTTP/1.1 408.*urn:tenure:problem:(upload|body)-too-slow.*";
        return List.of(
                drip(
                        "the first bytes drip",
                        ground -> head(ground, "POST", Recordings.UPLOADS)
                                + "Upload-Length: 1000\r\nContent-Length: 1000\r\nContent-Type: " + BODY
                                + "\r\nUpload-Metadata: " + Recordings.header(ground.words())
                                + "\r\n\r\n",
                        "x",
                        late),
                drip(
                        "chunks of one byte without end",
                        ground -> head(ground, "PATCH", ground.announced(100_000))
                                + "Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\nContent-Type: " + BODY
                                + "\r\n\r\n",
                        "1\r\nx\r\n",
                        late),
                drip(
                        "a chunk's length without end",
                        ground -> head(ground, "PATCH", ground.announced(100_000))
                                + "Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\nContent-Type: " + BODY
                                + "\r\n\r\n",
                        "0",
                        "(HTTP/1.1 4\\d\\d.*)?"),
                drip(
                        "a form drips",
                        ground -> head(ground, "POST", "/api/v1/companions?meetingId=x")
                                + "Content-Length: 1000\r\nContent-Type: multipart/form-data; boundary=b0\r\n\r\n",
                        "-",
                        late),
                drip(
                        "metadata drips",
                        ground -> head(ground, "POST", Recordings.UPLOADS) + "Upload-Metadata: ",
                        "a",
                        "(HTTP/1.1 4\\d\\d.*)?"));
    }

    private static String part(String kind, String fileName, String content) {
        return "--b0\r\nContent-Disposition: form-data; name=\"" + kind + "\"; filename=\"" + fileName + "\"\r\n\r\n"
                + content + "\r\n";
    }

    private static Http.Answer form(Ground ground, String meeting, String parts, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", "multipart/form-data; boundary=b0"), Stream.of(headers))
                .toArray(String[]::new);
        return ground.http()
                .send(
                        "POST",
                        "/api/v1/companions?meetingId=" + meeting,
                        BodyPublishers.ofString(parts + "--b0--\r\n"),
                        all);
    }
}
