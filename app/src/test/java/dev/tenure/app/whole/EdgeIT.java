package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every answer, whatever was asked. */
@ExtendWith(World.Shared.class)
class EdgeIT {

    private final World world;
    private final Http http;
    private final String item;

    EdgeIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.item = "/api/v1/items/" + world.keptRecording();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/items",
                "/api/v1/items/x",
                "/no/such/path",
                "/api/v1/items/%00",
                "/error",
                "/api/v1/openapi"
            })
    void everyAnswerForbidsWhatABrowserShouldNotDo(String path) {
        for (Http asker : List.of(http, world.nobody())) {
            Http.Answer answer = asker.get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "sandbox");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            for (String telling : List.of("Server", "X-Powered-By", "Set-Cookie", "Access-Control-Allow-Origin")) {
                assertThat(answer.header(telling)).as(telling).isEmpty();
            }
            assertThat(answer.response().headers().allValues("Cache-Control")).hasSize(1);
            assertThat(answer.response().headers().allValues("Content-Security-Policy"))
                    .hasSize(1);
        }
    }

    /** No other site's page may read an answer, whatever it claims. */
    @Test
    void noOtherOriginIsLetIn() {
        Http.Answer asked = world.nobody()
                .send(
                        "OPTIONS",
                        item,
                        BodyPublishers.noBody(),
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "PUT");
        assertThat(asked.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(http.get(item, "Origin", "https://evil.example").header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    /** Where a client says it came to, or came from, appears in no link and no document. */
    @Test
    void believesNothingAboutItsOwnAddress() {
        for (String poison : List.of(
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: evil",
                "X-Forwarded-Prefix: /evil.example",
                "X-Forwarded-Port: 666",
                "Forwarded: host=evil.example;proto=evil",
                "X-Original-URL: /evil.example",
                "X-Rewrite-URL: /evil.example")) {
            String[] header = poison.split(": ", 2);
            assertThat(http.get("/api/v1/openapi", header[0], header[1])
                            .expect(200)
                            .text())
                    .doesNotContain("evil", "666");
            Http.Answer placed = http.post(
                            "/api/v1/holds",
                            Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of()),
                            header[0],
                            header[1])
                    .expect(201);
            assertThat(placed.header("Location")).startsWith("/api/v1/holds/").doesNotContain("evil");
        }
        for (String target : List.of("/api/v1/openapi", "/api/v1/items", "/no/such/path")) {
            try (Socketed client = new Socketed(http.server())) {
                String said = client.send("GET " + target + " HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                                + http.token() + "\r\nConnection: close\r\n\r\n")
                        .answer();
                assertThat(said).startsWith("HTTP/1.1 ").doesNotContain("evil.example");
            }
        }
    }

    /** Requests of which two servers in a row could see different ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 5, 6\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Host: a\r\nHost: b\r\n",
                "X\0Y: z\r\n",
                " leading: space\r\n",
                "No-Colon\r\n"
            })
    void refusesRequestsOfTwoMeanings(String headers) {
        try (Socketed client = new Socketed(http.server())) {
            String host = headers.startsWith("Host") ? "" : "Host: x\r\n";
            String said = client.send("POST /api/v1/holds HTTP/1.1\r\n" + host + headers + "\r\nhello")
                    .answer();
            assertThat(said).matches("(?s)HTTP/1.1 (400|501) .*").doesNotContain("dev.tenure", "org.apache", "Tomcat");
        }
    }

    @Test
    void refusesAChunkedBodyThatAlsoHasALength() {
        try (Socketed client = new Socketed(http.server())) {
            String said = client.send(String.join(
                            "\r\n",
                            "POST /api/v1/holds HTTP/1.1",
                            "Host: x",
                            "Content-Length: 4",
                            "Transfer-Encoding: chunked",
                            "",
                            "0",
                            "",
                            "GET /api/v1/openapi HTTP/1.1",
                            "Host: x",
                            "Connection: close",
                            "",
                            ""))
                    .answer();
            // The length means nothing beside chunks, and the connection is not used for what comes after.
            assertThat(said).doesNotContain("\"openapi\"");
        }
    }

    @Test
    void failuresAreProblemsWithoutInsides() {
        world.nobody().get("/error").problem(404, "not-found");
        http.get("/error").problem(404, "not-found");
        for (String path :
                List.of("/error?trace=true&message=true&errors=true", "/api/v1/items?trace=true&after=%00")) {
            assertThat(http.get(path).text()).doesNotContain("Exception", "trace\"", "at dev.");
        }
        for (String method : List.of("TRACE", "CONNECT", "PROPFIND", "XYZZY")) {
            try (Socketed client = new Socketed(http.server())) {
                String said = client.send(method
                                + " /api/v1/items HTTP/1.1\r\nHost: x\r\nX-Secret: canary\r\nAuthorization: Bearer "
                                + http.token() + "\r\nConnection: close\r\n\r\n")
                        .answer();
                assertThat(said).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("canary", "Tomcat", "org.apache");
            }
        }
    }

    @Test
    void theManagementHasAPortOfItsOwnAndShowsHealthOnly() {
        Http operator = world.operator();
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(operator.get(path).expect(200).json().propertyNames()).contains("status");
            assertThat(operator.get(path).text())
                    .contains("UP")
                    .doesNotContain("PostgreSQL", "components", "diskSpace");
            http.get(path).problem(404, "not-found");
            world.nobody().get(path).problem(404, "not-found");
        }
        for (String name : List.of(
                "env",
                "beans",
                "heapdump",
                "threaddump",
                "configprops",
                "mappings",
                "loggers",
                "logfile",
                "metrics",
                "info",
                "shutdown",
                "flyway",
                "quartz",
                "scheduledtasks",
                "startup",
                "prometheus")) {
            String path = "/actuator/" + name;
            assertThat(operator.get(path).status()).as(name).isIn(401, 404);
            world.nobody().get(path).problem(401, "token-missing");
            http.get(path).problem(404, "not-found");
        }
        assertThat(operator.get("/api/v1/items").status()).isIn(401, 404);
    }

    @Test
    void theManagementHasFiguresOfItsOwnAndNoOthers() {
        Http operator = world.operator();
        for (String name : List.of("fixity.share", "fixity.oldest", "fixity.damaged", "fixity.missing")) {
            assertThat(operator.get("/actuator/metrics/tenure." + name)
                            .expect(200)
                            .text())
                    .contains("\"measurements\"");
        }
        for (String name :
                List.of("reconcile.orphans", "reconcile.orphan.bytes", "reconcile.listed", "reconcile.age")) {
            operator.get("/actuator/metrics/tenure." + name).expect(200);
        }
        assertThat(operator.get("/actuator/metrics/jvm.memory.used").status()).isEqualTo(401);
        http.get("/actuator/metrics/tenure.fixity.share").problem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/h2-console",
                "/swagger-ui.html",
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/webjars/x.js",
                "/.env",
                "/favicon.ico"
            })
    void nothingElseIsServed(String path) {
        world.nobody().get(path).problem(401, "token-missing");
        http.get(path).problem(404, "not-found");
    }

    /** A download's name comes from a stranger: it neither ends the header nor names a type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nSet-Cookie: x=1.mp4",
                "a\";filename=\"evil.bat",
                "a; filename*=UTF-8''evil.bat",
                "evil.bat",
                "ünï.mp4",
                "\u202E4pm.bat",
                "\\..\\evil.exe",
                "%0d%0aX: y"
            })
    void aDownloadsNameDoesNotDoAnything(String name) {
        Recordings recordings = world.recordings();
        String id = recordings.handOver(world.clips().playable(), recordings.described("filename", name));
        recordings.await(id, "READY");
        Http.Answer download = http.get("/api/v1/items/" + id + "/media/source").expect(200);
        String disposition = download.header("Content-Disposition");
        assertThat(disposition).startsWith("attachment").doesNotContain("evil", "\n", "\r", "bat", "exe");
        assertThat(download.header("Set-Cookie")).isEmpty();
        assertThat(download.header("X")).isEmpty();
        assertThat(download.header("Content-Type")).matches("(video|audio)/[a-z0-9.+-]+");
    }

    @Test
    void idsAreNeverPaths() {
        for (String id : List.of(
                "..", "../x", "..%5cx", UUID.randomUUID() + "%2f..", "a".repeat(5000), "😀", "%F0%9F", "null")) {
            String path = "/api/v1/items/" + java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(http.get(path).status()).isIn(400, 404);
        }
    }
}
