package dev.tenure.storageapi.tus;

import dev.tenure.ingest.Checksum;
import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.UploadId;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The headers of tus 1.0.0, read strictly: what cannot be understood is a problem that names the header. */
final class TusHeaders {

    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String METADATA = "Upload-Metadata";
    static final String CHECKSUM = "Upload-Checksum";
    static final String CONCAT = "Upload-Concat";
    static final String EXPIRES = "Upload-Expires";
    static final String BODY_TYPE = "application/offset+octet-stream";
    static final String PATH = "/api/v1/uploads";

    /** What {@code Upload-Concat} begins with before the list of parts. */
    static final String FINAL = "final;";

    static final String PARTIAL = "partial";

    /** Uploads that one joins at most. Smaller refuses clients with many lines, larger lets one header make long work. */
    private static final int MOST_PARTS = 1000;

    private TusHeaders() {}

    static void requireVersion(HttpServletRequest request) {
        if (!VERSION.equals(request.getHeader(RESUMABLE))) {
            throw problem(ProblemCode.TUS_VERSION, "This server speaks tus " + VERSION + ".")
                    .with(Map.of("Tus-Version", VERSION));
        }
    }

    static long number(String header, @Nullable String text) {
        if (text == null || !text.matches("\\d{1,18}")) {
            throw problem(ProblemCode.BAD_REQUEST, header + " must be a number of bytes, 0 or more.");
        }
        return Long.parseLong(text);
    }

    /** The length of an upload that is announced. */
    static long lengthOf(HttpServletRequest request) {
        String deferred = request.getHeader(DEFER_LENGTH);
        String length = request.getHeader(LENGTH);
        if (deferred == null) {
            return number(LENGTH, length);
        }
        if (!deferred.equals("1") || length != null) {
            throw problem(
                    ProblemCode.BAD_REQUEST,
                    DEFER_LENGTH + " must be 1, and " + LENGTH + " come later, with the bytes.");
        }
        return NewUpload.UNKNOWN_LENGTH;
    }

    /** The length that comes with bytes, when it was not told before. */
    static long toldLength(HttpServletRequest request) {
        String length = request.getHeader(LENGTH);
        return length == null ? NewUpload.UNKNOWN_LENGTH : number(LENGTH, length);
    }

    static boolean hasBody(HttpServletRequest request) {
        return BODY_TYPE.equals(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    static void requireBodyType(HttpServletRequest request) {
        if (!hasBody(request)) {
            throw problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must be " + BODY_TYPE + ".");
        }
    }

    static @Nullable Checksum checksum(HttpServletRequest request) {
        String text = request.getHeader(CHECKSUM);
        if (text == null) {
            return null;
        }
        String[] words = text.strip().split(" ", -1);
        Optional<Checksum.Algorithm> algorithm = Arrays.stream(Checksum.Algorithm.values())
                .filter(one -> one.word().equals(words[0]))
                .findFirst();
        if (algorithm.isEmpty() || words.length != 2) {
            throw problem(
                    ProblemCode.BAD_REQUEST,
                    CHECKSUM + " must be one of " + algorithms() + ", a space, and the checksum in Base64.");
        }
        try {
            return Checksum.of(algorithm.get(), Base64.getDecoder().decode(words[1]));
        } catch (IllegalArgumentException e) {
            throw problem(ProblemCode.BAD_REQUEST, CHECKSUM + " has no such checksum: " + e.getMessage());
        }
    }

    static String algorithms() {
        return Arrays.stream(Checksum.Algorithm.values())
                .map(Checksum.Algorithm::word)
                .collect(Collectors.joining(","));
    }

    /** The uploads that are to be joined, in their order. */
    static List<UploadId> parts(String concat) {
        List<UploadId> parts = Arrays.stream(
                        concat.substring(FINAL.length()).strip().split(" +", -1))
                .map(TusHeaders::part)
                .toList();
        if (parts.size() > MOST_PARTS || parts.stream().distinct().count() < parts.size()) {
            throw problem(
                    ProblemCode.BAD_REQUEST, CONCAT + " names at most " + MOST_PARTS + " uploads, each of them once.");
        }
        return parts;
    }

    /** Clients send the address as they know it: absolute, or a path. Only its end says anything to us. */
    private static UploadId part(String address) {
        int path = address.indexOf(PATH + "/");
        if (path < 0) {
            throw problem(ProblemCode.BAD_REQUEST, CONCAT + " must name uploads by their addresses here.");
        }
        return uploadId(address.substring(path + PATH.length() + 1));
    }

    static UploadId uploadId(String text) {
        try {
            return UploadId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static ApiProblem unknown() {
        return problem(ProblemCode.NOT_FOUND, "There is no such upload.");
    }

    static ApiProblem problem(ProblemCode code, String detail) {
        return new ApiProblem(code, detail).with(Map.of(RESUMABLE, VERSION));
    }
}
