package dev.tenure.objectstore.strict;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** An answer, ready to be sent. */
final class S3Answer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final int offset;
    private final int length;

    private S3Answer(int status, Map<String, String> headers, byte[] body, int offset, int length) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.offset = offset;
        this.length = length;
    }

    static S3Answer empty(int status, Map<String, String> headers) {
        return new S3Answer(status, headers, new byte[0], 0, 0);
    }

    static S3Answer xml(Xml document) {
        return xml(document, Map.of());
    }

    static S3Answer xml(Xml document, Map<String, String> headers) {
        return xml(200, document, headers);
    }

    private static S3Answer xml(int status, Xml document, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "application/xml");
        byte[] bytes = document.bytes();
        return new S3Answer(status, all, bytes, 0, bytes.length);
    }

    static S3Answer refused(S3Refusal refusal, String resource, String requestId) {
        return refusal.status() == 304
                ? empty(304, refusal.headers())
                : xml(
                        refusal.status(),
                        Xml.error(refusal.code(), refusal.getMessage(), resource, requestId),
                        refusal.headers());
    }

    /** A part of bytes. */
    static S3Answer bytes(int status, Map<String, String> headers, byte[] body, int offset, int length) {
        return new S3Answer(status, headers, body, offset, length);
    }

    int status() {
        return status;
    }

    /** Sends it; of the body not more than so many bytes, whatever its header says. */
    void send(HttpExchange exchange, String requestId, int atMost) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("x-amz-request-id", requestId);
        exchange.getResponseHeaders().set("Server", "StrictS3");
        if (exchange.getRequestMethod().equals("HEAD")) {
            if (status == 200) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
            }
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        if (length > 0) {
            OutputStream stream = exchange.getResponseBody();
            stream.write(body, offset, Math.min(length, atMost));
            stream.flush();
            if (atMost >= length) {
                stream.close();
            }
        }
    }
}
