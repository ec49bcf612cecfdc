package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server as one bearer of a token, or as nobody. A connection that breaks is an {@link UncheckedIOException}. */
final class Http {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI server;
    private final @Nullable String token;

    Http(URI server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    URI server() {
        return server;
    }

    String token() {
        return String.valueOf(token);
    }

    /** What the server said. */
    record Answer(String request, HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        byte[] body() {
            return response.body();
        }

        String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Answer expect(int wanted) {
            assertThat(status()).as("%s answered %s", request, text()).isEqualTo(wanted);
            return this;
        }

        /** The status, and a body as RFC 9457 and our own table want it. */
        Answer problem(int wanted, String type) {
            expect(wanted);
            assertThat(header("Content-Type")).as(request).startsWith("application/problem+json");
            JsonNode problem = json();
            assertThat(problem.get("type").asString()).as(request).isEqualTo("urn:tenure:problem:" + type);
            assertThat(problem.get("status").asInt()).as(request).isEqualTo(wanted);
            for (String field : new String[] {"title", "detail", "remedy"}) {
                assertThat(problem.path(field).asString(""))
                        .as("%s: %s", request, field)
                        .isNotBlank();
            }
            assertThat(text()).doesNotContain("dev.tenure.", "org.springframework", "tools.jackson", "java.lang");
            return this;
        }

        String detail() {
            return json().get("detail").asString();
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer post(String path, Object body, String... headers) {
        return send("POST", path, json(body), withJson(headers));
    }

    Answer put(String path, Object body, String... headers) {
        return send("PUT", path, json(body), withJson(headers));
    }

    private static String[] withJson(String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return all;
    }

    private static BodyPublisher json(Object body) {
        return BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body));
    }

    /** The body of an answer that may not come to its end. */
    InputStream stream(String path) {
        return exchange(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, body).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(method + " " + path, exchange(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return CLIENT.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    request.method() + " " + request.uri().getPath(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
