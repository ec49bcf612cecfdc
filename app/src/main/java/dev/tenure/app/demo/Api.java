package dev.tenure.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as a program of a customer would call it. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String token;

    Api(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    JsonNode get(String path) {
        return json(send(request(path).GET()), path);
    }

    JsonNode post(String path, Object body) {
        return json(send(request(path).POST(json(body)).header("Content-Type", "application/json")), path);
    }

    /** Changes whatever is there. */
    JsonNode put(String path, Object body) {
        return json(
                send(request(path)
                        .PUT(json(body))
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")),
                path);
    }

    /** A change that must be refused with this status; returns the problem. */
    JsonNode refused(String path, Object body, int status) {
        HttpResponse<String> answer = send(request(path).PUT(json(body)).header("Content-Type", "application/json"));
        DemoFailed.unless(
                answer.statusCode() == status, path + " refuses with " + status + ", not " + answer.statusCode());
        return JSON.readTree(answer.body());
    }

    int status(String path) {
        return send(request(path).GET()).statusCode();
    }

    String text(String path) {
        return send(request(path).GET()).body();
    }

    /** An answer with bytes, each a character of ISO 8859-1. */
    record Bytes(int status, String contentRange, String body) {}

    /** A range of bytes; {@code token} false asks as a browser with nothing but the address. */
    Bytes range(String path, long first, long last, boolean withToken) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).header("Range", "bytes=" + first + "-" + last);
        if (withToken) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            return new Bytes(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Range").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted");
        }
    }

    private static JsonNode json(HttpResponse<String> answer, String path) {
        if (answer.statusCode() / 100 != 2) {
            throw new DemoFailed(path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
