package dev.tenure.objectstore.strict;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the headers of a write say of the object, and the rules for tags. */
final class Descriptions {

    private static final Set<String> KEPT = Set.of(
            "content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires");
    private static final int MAX_TAGS = 10;
    private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final Defects defects;

    Descriptions(Defects defects) {
        this.defects = defects;
    }

    Description of(S3Request request) {
        return new Description(headers(request), tags(request), held(request), retention(request));
    }

    Map<String, String> headers(S3Request request) {
        Map<String, String> kept = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (KEPT.contains(name) || name.startsWith("x-amz-meta-")) {
                kept.put(name, String.join(",", values));
            }
        });
        kept.putIfAbsent("content-type", "binary/octet-stream");
        // The framing of the request is not part of the object.
        String encoding = kept.getOrDefault("content-encoding", "")
                .replaceFirst("^aws-chunked,?", "")
                .strip();
        kept.put("content-encoding", encoding);
        if (encoding.isEmpty()) {
            kept.remove("content-encoding");
        }
        return kept;
    }

    Map<String, String> tags(S3Request request) {
        String header = request.header("x-amz-tagging");
        if (header == null) {
            return Map.of();
        }
        if (defects.has(Defect.NO_TAGS)) {
            throw S3Refusal.notImplemented("x-amz-tagging");
        }
        Map<String, String> tags = new TreeMap<>();
        for (String pair : header.isEmpty() ? new String[0] : header.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
            String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            addTag(tags, name, value);
        }
        return defects.has(Defect.TAGS_IN_HEADER_IGNORED) ? Map.of() : tags;
    }

    static void addTag(Map<String, String> tags, String name, String value) {
        boolean legal = !name.isEmpty()
                && name.length() <= 128
                && value.length() <= 256
                && TAG_TEXT.matcher(name).matches()
                && TAG_TEXT.matcher(value).matches();
        if (!legal || name.startsWith("aws:")) {
            throw new S3Refusal(400, "InvalidTag", "The tag provided was not a valid tag.");
        }
        if (tags.put(name, value) != null) {
            throw new S3Refusal(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        }
        if (tags.size() > MAX_TAGS) {
            throw new S3Refusal(400, "BadRequest", "Object tags cannot be greater than 10");
        }
    }

    private boolean held(S3Request request) {
        String status = request.header("x-amz-object-lock-legal-hold");
        if (status == null) {
            return false;
        }
        requireLockable(request);
        return onOrOff(status, S3Refusal.invalid("Legal hold must be either of 'ON' or 'OFF'"));
    }

    static boolean onOrOff(String status, S3Refusal otherwise) {
        if (!status.equals("ON") && !status.equals("OFF")) {
            throw otherwise;
        }
        return status.equals("ON");
    }

    private @Nullable Retention retention(S3Request request) {
        String mode = request.header("x-amz-object-lock-mode");
        String until = request.header("x-amz-object-lock-retain-until-date");
        if (mode == null && until == null) {
            return null;
        }
        requireLockable(request);
        if (mode == null || until == null) {
            throw S3Refusal.invalid("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode go together");
        }
        return retention(mode, until, S3Refusal.invalid("Unknown wormMode directive or date."));
    }

    static Retention retention(String mode, String until, S3Refusal otherwise) {
        try {
            return new Retention(Retention.Mode.valueOf(mode), Instant.parse(until));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw otherwise;
        }
    }

    private void requireLockable(S3Request request) {
        if (defects.has(Defect.NO_LOCKS)) {
            throw S3Refusal.notImplemented("Object Lock");
        }
        if (request.header("content-md5") == null
                && request.checksums().isEmpty()
                && request.header("x-amz-sdk-checksum-algorithm") == null
                && !request.asks("uploads")) {
            throw new S3Refusal(
                    400,
                    "InvalidRequest",
                    "Content-MD5 OR x-amz-checksum- HTTP header is required for a locked object");
        }
    }
}
