package dev.tenure.objectstore.strict;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request in path style, taken apart. */
final class S3Request {

    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Map<String, String> checksums;

    private S3Request(
            String method,
            String path,
            Map<String, String> query,
            Map<String, List<String>> headers,
            byte[] body,
            Map<String, String> checksums) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.checksums = checksums;
    }

    /** Reads it to its end, so that the connection can be used again whatever the answer is. */
    static S3Request read(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        Headers sent = exchange.getRequestHeaders();
        sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new S3Request(
                exchange.getRequestMethod(),
                decoded(exchange.getRequestURI().getRawPath()),
                parameters(exchange.getRequestURI().getRawQuery()),
                headers,
                exchange.getRequestBody().readAllBytes(),
                Map.of());
    }

    private static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (String pair : rawQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (parameters.put(name, value) != null) {
                    throw S3Refusal.invalid("The parameter " + name + " is there twice.");
                }
            }
        }
        return parameters;
    }

    /** In addresses of S3 a plus is a plus. */
    private static String decoded(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same request with its body freed of the framing in which it came. */
    S3Request with(byte[] content, Map<String, String> provenChecksums) {
        return new S3Request(method, path, query, headers, content, provenChecksums);
    }

    String method() {
        return method;
    }

    /** Decoded. */
    String path() {
        return path;
    }

    /** Empty for a request to the service. */
    String bucket() {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path.substring(1) : path.substring(1, slash);
    }

    /** Empty for a request to a bucket. */
    String key() {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? "" : path.substring(slash + 1);
    }

    Map<String, String> query() {
        return query;
    }

    @Nullable
    String query(String name) {
        return query.get(name);
    }

    String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    boolean asks(String name) {
        return query.containsKey(name);
    }

    /** A limit on entries; S3's own where none is given. */
    int limit(String name) {
        try {
            int limit = Integer.parseInt(query(name, Integer.toString(Page.MAX)));
            if (limit < 0) {
                throw S3Refusal.invalid("Argument " + name + " must be an integer between 0 and 2147483647");
            }
            return limit;
        } catch (NumberFormatException notANumber) {
            throw S3Refusal.invalid("Provided " + name + " not an integer or within integer range");
        }
    }

    /** The version that the address names. */
    @Nullable
    String versionId() {
        String id = query.get("versionId");
        if (id != null && id.isEmpty()) {
            throw S3Refusal.invalid("Version id cannot be the empty string");
        }
        return id;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    /** The values of a header, in one line as S3 signs them. */
    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(",", values);
    }

    boolean says(String name) {
        return "true".equalsIgnoreCase(header(name));
    }

    byte[] body() {
        return body;
    }

    /** Those of the body that were sent along and found true, by header name. */
    Map<String, String> checksums() {
        return checksums;
    }
}
