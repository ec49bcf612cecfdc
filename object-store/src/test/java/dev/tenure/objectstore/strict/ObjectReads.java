package dev.tenure.objectstore.strict;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GetObject and HeadObject. */
final class ObjectReads {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]*)-([0-9]*)");

    private final Defects defects;

    ObjectReads(Defects defects) {
        this.defects = defects;
    }

    S3Answer answer(StrictBucket bucket, S3Request request) {
        StoredVersion found = bucket.existing(request.key(), request.versionId());
        String etag = found.content().etag();
        String only = request.header("if-match");
        if (only != null && !names(only, etag)) {
            throw Condition.failed();
        }
        String unless = request.header("if-none-match");
        if (unless != null && names(unless, etag)) {
            throw new S3Refusal(304, "NotModified", "", Map.of("ETag", "\"" + etag + "\""));
        }
        Map<String, String> headers = headers(bucket, found);
        request.query().forEach((name, value) -> {
            if (name.startsWith("response-")) {
                headers.put(name.substring("response-".length()), value);
            }
        });
        return body(request, found, headers);
    }

    private static boolean names(String header, String etag) {
        return header.equals("*") || unquoted(header).equals(etag);
    }

    static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    static Map<String, String> headers(StrictBucket bucket, StoredVersion version) {
        Description description = version.description();
        Map<String, String> headers = new TreeMap<>(description.headers());
        headers.put("ETag", "\"" + version.content().etag() + "\"");
        headers.put("Accept-Ranges", "bytes");
        headers.put("Last-Modified", httpDate(version.modified()));
        named(bucket, version, headers);
        if (!description.tags().isEmpty()) {
            headers.put(
                    "x-amz-tagging-count", Integer.toString(description.tags().size()));
        }
        if (description.held()) {
            headers.put("x-amz-object-lock-legal-hold", "ON");
        }
        Retention retention = description.retention();
        if (retention != null) {
            headers.put("x-amz-object-lock-mode", retention.mode().name());
            headers.put("x-amz-object-lock-retain-until-date", retention.until().toString());
        }
        return headers;
    }

    /** Adds the version's id, where versions are kept. */
    static void named(StrictBucket bucket, StoredVersion version, Map<String, String> headers) {
        if (bucket.versioning() != StrictBucket.Versioning.OFF) {
            headers.put("x-amz-version-id", version.id());
        }
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    private S3Answer body(S3Request request, StoredVersion found, Map<String, String> headers) {
        int size = found.content().size();
        Slice slice = defects.has(Defect.IGNORES_RANGE) ? null : slice(request.header("range"), size);
        byte[] bytes = found.content().bytes();
        int offset = slice == null ? 0 : slice.offset;
        if (size > 0 && defects.has(Defect.CORRUPTS_BYTES)) {
            bytes = bytes.clone();
            bytes[offset] ^= 1;
        }
        if (slice == null) {
            if ("ENABLED".equalsIgnoreCase(request.header("x-amz-checksum-mode"))) {
                headers.putAll(found.content().checksums());
            }
            return S3Answer.bytes(200, headers, bytes, 0, size);
        }
        headers.put("Content-Range", "bytes " + offset + "-" + (offset + slice.length - 1) + "/" + size);
        return S3Answer.bytes(206, headers, bytes, offset, slice.length);
    }

    private record Slice(int offset, int length) {}

    /** No object reaches beyond that, so what is larger asks for the same. */
    private static long number(String digits) {
        return new BigInteger(digits)
                .min(BigInteger.valueOf(Long.MAX_VALUE - 1))
                .longValue();
    }

    /** What the header asks for; absent where it asks for all, or for what S3 does not understand and therefore gives whole. */
    private static @Nullable Slice slice(@Nullable String range, int size) {
        Matcher wanted = RANGE.matcher(range == null ? "" : range);
        if (!wanted.matches() || (wanted.group(1).isEmpty() && wanted.group(2).isEmpty())) {
            return null;
        }
        if (wanted.group(1).isEmpty()) {
            int last = (int) Math.min(size, number(wanted.group(2)));
            if (last == 0) {
                throw unsatisfiable(size);
            }
            return new Slice(size - last, last);
        }
        long first = number(wanted.group(1));
        long end = wanted.group(2).isEmpty() ? size : number(wanted.group(2)) + 1;
        if (first >= end && !wanted.group(2).isEmpty()) {
            return null;
        }
        if (first >= size) {
            throw unsatisfiable(size);
        }
        return new Slice((int) first, (int) (Math.min(end, size) - first));
    }

    private static S3Refusal unsatisfiable(int size) {
        return new S3Refusal(
                416,
                "InvalidRange",
                "The requested range is not satisfiable.",
                Map.of("Content-Range", "bytes */" + size));
    }
}
