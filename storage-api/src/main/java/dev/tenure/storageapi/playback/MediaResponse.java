package dev.tenure.storageapi.playback;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Sends an object's plaintext, whole or a range of it. */
@Component
class MediaResponse {

    private static final int BUFFER = 1 << 16;

    private final ItemBytes itemBytes;

    MediaResponse(ItemBytes itemBytes) {
        this.itemBytes = itemBytes;
    }

    /** Sends what we made as it is, and what a customer uploaded as a download only. */
    void send(StoredObject object, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (object.role() == ObjectRole.SOURCE) {
            download(object, object.name(), request, response);
        } else {
            send(object, object.mediaType(), request, response);
        }
    }

    /**
     * Sends what a customer uploaded. Never shown in a page of ours, whatever it is: it is an attachment; every answer forbids sniffing and sandboxes
     * what it holds; what could run is not even called by its type.
     *
     * @param name as the customer calls it
     */
    void download(StoredObject object, String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                DownloadName.of(name, object.mediaType()).header());
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        send(object, ActiveTypes.served(object.mediaType()), request, response);
    }

    /** Sends what is made at this moment and is small. */
    void send(String text, MediaType type, HttpServletResponse response) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        response.setContentType(type.toString());
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** A small text of ours. */
    String text(StoredObject object) throws IOException {
        try (InputStream plaintext =
                itemBytes.open(object).open(ByteRange.whole(object.complete().size()))) {
            return new String(plaintext.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void send(StoredObject object, String type, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        StoredObject.Facts facts = object.complete();
        String etag = "\"" + facts.sha256() + "\"";
        response.setHeader(HttpHeaders.ETAG, etag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (etag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        // A stale If-Range asks for the whole of what is there now (RFC 9110 §13.1.5).
        String ifRange = request.getHeader(HttpHeaders.IF_RANGE);
        String header = ifRange == null || ifRange.equals(etag) ? request.getHeader(HttpHeaders.RANGE) : null;
        ByteRange range = switch (RequestedRange.of(header, facts.size())) {
            case RequestedRange.Whole whole -> ByteRange.whole(facts.size());
            case RequestedRange.Part part -> {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes " + part.range().first() + "-" + (part.range().end() - 1) + "/" + facts.size());
                yield part.range();
            }
            case RequestedRange.Unsatisfiable unsatisfiable ->
                throw new ApiProblem(ProblemCode.RANGE_NOT_SATISFIABLE, "The content has " + facts.size() + " bytes.")
                        .with(Map.of(HttpHeaders.CONTENT_RANGE, "bytes */" + facts.size()));
        };
        response.setContentType(type);
        response.setContentLengthLong(range.length());
        if (!"HEAD".equals(request.getMethod())) {
            copy(object, range, response);
        }
    }

    private void copy(StoredObject object, ByteRange range, HttpServletResponse response) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream plaintext = itemBytes.open(object).open(range)) {
            // Nothing of the answer is sent before the first bytes are there: a failure up to here is told as a
            // problem.
            int got = plaintext.readNBytes(buffer, 0, BUFFER);
            var out = response.getOutputStream();
            while (got > 0) {
                out.write(buffer, 0, got);
                got = plaintext.read(buffer);
            }
        } catch (ObjectStoreException | KeyUnavailable | IOException failure) {
            if (!response.isCommitted()) {
                // What was said of the content is not true of the problem that is told instead.
                response.reset();
            }
            throw failure;
        }
    }
}
