package dev.tenure.objectstore.strict;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one spelling of a request that both sides sign: AWS Signature Version 4, with S3's single escaping of the path. */
final class CanonicalRequest {

    private CanonicalRequest() {}

    static String of(S3Request request, List<String> signedHeaders, String payload) {
        String headers = signedHeaders.stream()
                .map(name -> name + ":" + trimmed(request.header(name)) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                escaped(request.path()).replace("%2F", "/"),
                query(request.query()),
                headers,
                String.join(";", signedHeaders),
                payload);
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("X-Amz-Signature"))
                .map(parameter -> escaped(parameter.getKey()) + "=" + escaped(parameter.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String trimmed(@Nullable String value) {
        return value == null ? "" : value.strip().replaceAll(" +", " ");
    }

    /** RFC 3986: all but letters, digits and {@code - . _ ~}. */
    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
