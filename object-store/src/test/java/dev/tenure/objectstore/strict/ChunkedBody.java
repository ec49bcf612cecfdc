package dev.tenure.objectstore.strict;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A body in the framing {@code aws-chunked}: chunks of {@code <hex length>[;chunk-signature=<signature>]}, an empty one last, then trailers.
 * Each signature is made over the one before, so no chunk can be changed, dropped or moved.
 */
final class ChunkedBody {

    /** S3's smallest chunk, but for the last one with content. */
    private static final int MIN_CHUNK = 8 << 10;

    private static final String SIGNATURE = ";chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final byte[] wire;
    private final Proof proof;
    private final boolean signed;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final Map<String, String> trailers = new TreeMap<>();
    private int at;
    private String previous;

    private ChunkedBody(byte[] wire, Proof proof, boolean signed) {
        this.wire = wire;
        this.proof = proof;
        this.signed = signed;
        this.previous = proof.seed();
    }

    /**
     * Reads and checks it all.
     *
     * @param signed whether its chunks must carry signatures
     */
    static ChunkedBody read(S3Request request, Proof proof, boolean signed) {
        String decoded = request.header("x-amz-decoded-content-length");
        if (decoded == null || !decoded.matches("[0-9]{1,18}")) {
            throw new S3Refusal(411, "MissingContentLength", "You must provide the x-amz-decoded-content-length.");
        }
        ChunkedBody body = new ChunkedBody(request.body(), proof, signed);
        body.chunks();
        body.readTrailers();
        if (body.content.size() != Long.parseLong(decoded)) {
            throw incomplete();
        }
        return body;
    }

    byte[] content() {
        return content.toByteArray();
    }

    Map<String, String> trailers() {
        return trailers;
    }

    private void chunks() {
        int smaller = 0;
        while (true) {
            String head = line();
            int mark = head.indexOf(SIGNATURE);
            if (signed != (mark >= 0)) {
                throw incomplete();
            }
            int length = length(mark < 0 ? head : head.substring(0, mark));
            if (length > wire.length - at) {
                throw incomplete();
            }
            byte[] chunk = Arrays.copyOfRange(wire, at, at + length);
            at += length;
            if (signed) {
                String rest = Digests.sha256Hex(new byte[0]) + "\n" + Digests.sha256Hex(chunk);
                previous = proof.checkNext("PAYLOAD", previous, rest, head.substring(mark + SIGNATURE.length()));
            }
            if (length == 0) {
                return;
            }
            if (smaller > 0) {
                throw new S3Refusal(403, "InvalidChunkSizeError", "Only the last chunk may have less than 8 KiB.");
            }
            smaller += length < MIN_CHUNK ? 1 : 0;
            content.writeBytes(chunk);
            if (!line().isEmpty()) {
                throw incomplete();
            }
        }
    }

    private static int length(String hex) {
        try {
            return Integer.parseUnsignedInt(hex, 16) & Integer.MAX_VALUE;
        } catch (NumberFormatException notALength) {
            throw incomplete();
        }
    }

    /** What follows the last chunk up to an empty line; nothing, where there are no trailers. */
    private void readTrailers() {
        StringBuilder canonical = new StringBuilder();
        String signature = "";
        while (at < wire.length) {
            String line = line();
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new S3Refusal(400, "MalformedTrailerError", "A trailer has no name.");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT).strip();
            String value = line.substring(colon + 1).strip();
            if (name.equals(TRAILER_SIGNATURE)) {
                signature = value;
            } else {
                trailers.put(name, value);
                canonical.append(name).append(':').append(value).append('\n');
            }
        }
        if (at < wire.length) {
            throw incomplete();
        }
        if (signed && !trailers.isEmpty()) {
            String hash = Digests.sha256Hex(canonical.toString().getBytes(StandardCharsets.UTF_8));
            proof.checkNext("TRAILER", previous, hash, signature);
        }
    }

    private String line() {
        int end = at;
        while (end + 1 < wire.length && !(wire[end] == '\r' && wire[end + 1] == '\n')) {
            end++;
        }
        if (end + 1 >= wire.length) {
            throw incomplete();
        }
        String line = new String(wire, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + 2;
        return line;
    }

    private static S3Refusal incomplete() {
        return new S3Refusal(400, "IncompleteBody", "The body is not framed as its header says.");
    }
}
