package dev.tenure.objectstore.strict;

import java.util.Map;
import java.util.TreeMap;

/** Takes bodies out of the framing in which they came, and checks that they are what was signed and what their digests say. */
final class Payloads {

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String CHUNKS_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    S3Request opened(S3Request request, Proof proof) {
        String payload = proof.payload();
        return switch (payload) {
            case UNSIGNED -> checked(request, request.body(), Map.of());
            case CHUNKS -> checked(request, ChunkedBody.read(request, proof, true), false);
            case CHUNKS_TRAILER -> checked(request, ChunkedBody.read(request, proof, true), true);
            case UNSIGNED_TRAILER -> checked(request, ChunkedBody.read(request, proof, false), true);
            default -> {
                if (!proof.unchecked() && !payload.equals(Digests.sha256Hex(request.body()))) {
                    throw new S3Refusal(
                            400,
                            "XAmzContentSHA256Mismatch",
                            "The provided 'x-amz-content-sha256' header does not match what was computed.");
                }
                yield checked(request, request.body(), Map.of());
            }
        };
    }

    private static S3Request checked(S3Request request, ChunkedBody body, boolean trailer) {
        if (trailer == body.trailers().isEmpty()) {
            throw new S3Refusal(400, "MalformedTrailerError", "The request and its trailers do not fit each other.");
        }
        String announced = request.header("x-amz-trailer");
        if (trailer && (announced == null || !body.trailers().containsKey(announced))) {
            throw new S3Refusal(400, "MalformedTrailerError", "The trailer that was announced did not come.");
        }
        return checked(request, body.content(), body.trailers());
    }

    private static S3Request checked(S3Request request, byte[] content, Map<String, String> trailers) {
        String md5 = request.header("content-md5");
        if (md5 != null) {
            Digests.checkMd5(md5, content);
        }
        Map<String, String> checksums = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (Digests.isChecksum(name)) {
                checksums.put(name, String.join(",", values));
            }
        });
        trailers.forEach((name, value) -> {
            if (Digests.isChecksum(name)) {
                checksums.put(name, value);
            }
        });
        if (checksums.size() > 1) {
            throw new S3Refusal(400, "InvalidRequest", "Expecting a single x-amz-checksum- header.");
        }
        // The one operation whose checksums speak of another body than its own.
        if (!request.asks("uploadId") || !request.method().equals("POST")) {
            checksums.forEach((name, value) -> Digests.check(name, value, content));
        }
        if (request.header("x-amz-sdk-checksum-algorithm") != null && checksums.isEmpty()) {
            throw new S3Refusal(
                    400, "InvalidRequest", "x-amz-sdk-checksum-algorithm specified, but no checksum was sent.");
        }
        return request.with(content, checksums);
    }
}
