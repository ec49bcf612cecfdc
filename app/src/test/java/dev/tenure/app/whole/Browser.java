package dev.tenure.app.whole;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server as a page of its own does: with the cookies that it set, and the token of the session. */
final class Browser {

    private final Http http;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    Browser(Http nobody) {
        http = nobody;
    }

    /** Signs in and takes up the session's token. */
    Http.Answer signIn(String account, String email, String password) {
        Http.Answer answer =
                send("POST", "/api/v1/session", Map.of("account", account, "email", email, "password", password));
        if (answer.status() == 200) {
            csrf = answer.json().get("csrfToken").asString();
        }
        return answer;
    }

    /** Takes up the token of a session that began otherwise. */
    Browser refresh() {
        csrf = get("/api/v1/session")
                .expect(200)
                .json()
                .at("/session/csrfToken")
                .asString();
        return this;
    }

    Http.Answer get(String path) {
        return send("GET", path, null);
    }

    Http.Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Http.Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    Http.Answer send(String method, String path, @Nullable Object body, String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        if (!csrf.isEmpty() && !headers.contains("X-Tenure-CSRF")) {
            headers.addAll(List.of("X-Tenure-CSRF", csrf));
        }
        return raw(method, path, body, headers.toArray(String[]::new));
    }

    /** As {@link #send}, without what makes the request one of our own pages. */
    Http.Answer raw(String method, String path, @Nullable Object body, String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        if (body != null && !headers.contains("Content-Type")) {
            headers.addAll(List.of("Content-Type", "application/json"));
        }
        if (!cookies.isEmpty()) {
            headers.addAll(List.of("Cookie", cookieHeader()));
        }
        Http.Answer answer = http.send(
                method,
                path,
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(
                                body instanceof String text
                                        ? text
                                        : JsonMapper.shared().writeValueAsString(body)),
                headers.toArray(String[]::new));
        answer.response().headers().allValues("Set-Cookie").forEach(this::take);
        return answer;
    }

    private void take(String header) {
        String[] pair = header.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    void take(String name, String value) {
        cookies.put(name, value);
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    /** What each of its cookies holds. */
    Collection<String> cookies() {
        return cookies.values();
    }

    String csrf() {
        return csrf;
    }

    private String cookieHeader() {
        return String.join(
                "; ",
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .toList());
    }
}
