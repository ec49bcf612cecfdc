package dev.tenure.objectstore.strict;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests that AWS's own signer signed, which an attacker then changes on their way. */
final class RawS3 {

    /** How a body is signed. */
    enum Framing {
        PLAIN,
        SIGNED_CHUNKS,
        SIGNED_CHUNKS_WITH_TRAILER,
        UNSIGNED_CHUNKS_WITH_TRAILER
    }

    /** A request on its way. */
    static final class Letter {

        private final String method;
        private final URI address;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        Letter(String method, URI address, Map<String, List<String>> headers, byte[] body) {
            this.method = method;
            this.address = address;
            this.headers = headers;
            this.body = body;
        }

        Letter withMethod(String other) {
            return new Letter(other, address, headers, body);
        }

        Letter withAddress(UnaryOperator<String> change) {
            return new Letter(method, URI.create(change.apply(address.toString())), headers, body);
        }

        Letter withHeader(String name, String value) {
            Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.put(name, List.of(value));
            return new Letter(method, address, changed, body);
        }

        Letter without(String name) {
            Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.remove(name);
            return new Letter(method, address, changed, body);
        }

        /** The body as text of one byte a character. */
        Letter withBody(UnaryOperator<String> change) {
            String changed = change.apply(new String(body, StandardCharsets.ISO_8859_1));
            return new Letter(method, address, headers, changed.getBytes(StandardCharsets.ISO_8859_1));
        }

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /** An answer. */
    record Reply(int status, String body, Map<String, List<String>> headers) {

        /** The error's code; empty where there is none. */
        String code() {
            return body.contains("<Code>") ? body.substring(body.indexOf("<Code>") + 6, body.indexOf("</Code>")) : "";
        }
    }

    private final StrictS3 server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RawS3(StrictS3 server) {
        this.server = server;
    }

    Letter signed(String method, String path, Map<String, String> headers, byte[] body, Framing framing) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                // Over plain HTTP the signer always signs what it sends; where it need not is over TLS only.
                .uri(URI.create(server.endpoint().toString().replace("http:", "https:") + path))
                .putHeader("Content-Length", Integer.toString(body.length));
        headers.forEach(request::putHeader);
        boolean trailer =
                framing == Framing.SIGNED_CHUNKS_WITH_TRAILER || framing == Framing.UNSIGNED_CHUNKS_WITH_TRAILER;
        SignRequest.Builder<AwsCredentialsIdentity> order = SignRequest.builder(
                        AwsCredentialsIdentity.create(server.accessKey(), server.secretKey()))
                .request(request.build())
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, server.region())
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, framing != Framing.PLAIN)
                .putProperty(
                        AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, framing != Framing.UNSIGNED_CHUNKS_WITH_TRAILER);
        if (trailer) {
            order.putProperty(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
        }
        var signed = AwsV4HttpSigner.create().sign(order.build());
        byte[] wire =
                signed.payload().map(payload -> bytes(payload.newStream())).orElse(new byte[0]);
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(signed.request().headers());
        URI address = URI.create(signed.request().getUri().toString().replace("https:", "http:"));
        return new Letter(method, address, all, wire);
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply send(Letter letter) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(letter.address)
                .method(letter.method, HttpRequest.BodyPublishers.ofByteArray(letter.body));
        letter.headers.forEach((name, values) -> {
            // These two the client writes itself, and writes as they were signed.
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body(), answer.headers().map());
    }
}
