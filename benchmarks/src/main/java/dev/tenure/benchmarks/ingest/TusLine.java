package dev.tenure.benchmarks.ingest;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A client of the server's uploads (tus 1.0.0). */
final class TusLine {

    private static final String UPLOADS = "/api/v1/uploads";
    private static final String BODY = "application/offset+octet-stream";
    private static final String RULES = """
            {"zone": "UTC", "accountMin": "P1D", "accountMax": "P1Y", "hostDefault": "P90D", "trashGrace": "P30D", "holdCoolOff": "P1D"}
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String token;

    TusLine(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Gives the account rules, without which nothing is taken. */
    void prepare() throws IOException, InterruptedException {
        expect(
                200,
                send(
                        "PUT",
                        "/api/v1/retention/rules",
                        BodyPublishers.ofString(RULES),
                        Map.of("If-Match", "*", "Content-Type", "application/json")));
    }

    /** Announces an upload; returns its path. */
    String create(long length) throws IOException, InterruptedException {
        return expect(201, send("POST", UPLOADS, BodyPublishers.noBody(), announcement(length)))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    /** Announces an upload and sends all of it, in one request. */
    void createWithAll(byte[] bytes) throws IOException, InterruptedException {
        Map<String, String> headers = new TreeMap<>(announcement(bytes.length));
        headers.put("Content-Type", BODY);
        expect(201, send("POST", UPLOADS, BodyPublishers.ofByteArray(bytes), headers));
    }

    void append(String upload, long offset, byte[] bytes) throws IOException, InterruptedException {
        expect(204, tryAppend(upload, offset, BodyPublishers.ofByteArray(bytes)));
    }

    HttpResponse<String> tryAppend(String upload, long offset, BodyPublisher bytes)
            throws IOException, InterruptedException {
        return send(
                "PATCH",
                upload,
                bytes,
                Map.of("Tus-Resumable", "1.0.0", "Upload-Offset", Long.toString(offset), "Content-Type", BODY));
    }

    long offset(String upload) throws IOException, InterruptedException {
        return Long.parseLong(
                expect(200, send("HEAD", upload, BodyPublishers.noBody(), Map.of("Tus-Resumable", "1.0.0")))
                        .headers()
                        .firstValue("Upload-Offset")
                        .orElseThrow());
    }

    void terminate(String upload) throws IOException, InterruptedException {
        expect(204, send("DELETE", upload, BodyPublishers.noBody(), Map.of("Tus-Resumable", "1.0.0")));
    }

    /** A request by hand that announces so much and has sent so much of it; closing the socket cuts it. */
    Socket begin(String upload, long length, byte[] first, int count) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        String head = "PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nTus-Resumable: 1.0.0\r\nContent-Type: " + BODY + "\r\nUpload-Offset: 0\r\nContent-Length: "
                + length
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(first, 0, count);
        socket.getOutputStream().flush();
        return socket;
    }

    /** Sends all of an upload by hand: many clients of the JDK at once hold more memory than what is measured. */
    void appendByHand(String upload, byte[] bytes) throws IOException {
        try (Socket socket = begin(upload, bytes.length, bytes, bytes.length)) {
            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 204".length());
            if (!new String(answer, StandardCharsets.US_ASCII).equals("HTTP/1.1 204")) {
                throw new IllegalStateException("PATCH was answered " + new String(answer, StandardCharsets.US_ASCII));
            }
        }
    }

    private static Map<String, String> announcement(long length) {
        Instant end = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant begin = end.minusSeconds(60);
        Map<String, String> words = Map.of(
                "account",
                "main",
                "meetingId",
                UUID.randomUUID().toString(),
                "meetingTitle",
                "Measured",
                "meetingStart",
                begin.toString(),
                "meetingEnd",
                end.toString(),
                "meetingZone",
                "UTC",
                "host",
                "bench@example.org",
                // Without one they would be quarantined, which is not what most recordings are.
                "notice",
                """
                {"name": "standard", "version": 1, "language": "en", "text": "This meeting is recorded.", "at": "%s"}
                """.formatted(begin),
                "filename",
                "noise.webm");
        return Map.of(
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                Long.toString(length),
                "Upload-Metadata",
                words.entrySet().stream()
                        .map(word -> word.getKey() + " "
                                + Base64.getEncoder()
                                        .encodeToString(word.getValue().getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(",")));
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(method, body)
                .header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.request().method() + " "
                    + answer.uri().getPath() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }
}
