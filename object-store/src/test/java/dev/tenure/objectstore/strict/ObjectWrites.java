package dev.tenure.objectstore.strict;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** PutObject, CopyObject, DeleteObject, and the reading of a copy's source. */
final class ObjectWrites {

    private static final int MAX_KEY_BYTES = 1024;

    private final Defects defects;
    private final Descriptions descriptions;
    private final Function<String, StrictBucket> buckets;

    ObjectWrites(Defects defects, Descriptions descriptions, Function<String, StrictBucket> buckets) {
        this.defects = defects;
        this.descriptions = descriptions;
        this.buckets = buckets;
    }

    S3Answer put(StrictBucket bucket, S3Request request) {
        checkKey(request);
        Content content = Content.of(request.body(), request.checksums());
        StoredVersion stored = bucket.put(request.key(), content, descriptions.of(request), condition(request));
        Map<String, String> headers = new TreeMap<>(request.checksums());
        headers.put("ETag", "\"" + content.etag() + "\"");
        ObjectReads.named(bucket, stored, headers);
        return S3Answer.empty(200, headers);
    }

    static void checkKey(S3Request request) {
        if (request.key().getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new S3Refusal(400, "KeyTooLongError", "Your key is too long");
        }
    }

    static Condition condition(S3Request request) {
        String unless = request.header("if-none-match");
        String only = request.header("if-match");
        if (unless != null && (only != null || !unless.equals("*"))) {
            throw S3Refusal.notImplemented("A header you provided implies functionality that");
        }
        return new Condition(unless != null, only == null ? null : ObjectReads.unquoted(only));
    }

    /** Where a copy comes from. */
    record Source(String bucket, String key, @Nullable String versionId) {}

    private Source source(S3Request request) {
        String header = request.header("x-amz-copy-source");
        String path = header == null ? "" : header.startsWith("/") ? header.substring(1) : header;
        int mark = path.indexOf("?versionId=");
        String name = URLDecoder.decode(mark < 0 ? path : path.substring(0, mark), StandardCharsets.UTF_8);
        int slash = name.indexOf('/');
        if (slash < 1 || slash == name.length() - 1) {
            throw S3Refusal.invalid("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        if (mark >= 0 && defects.has(Defect.NO_VERSIONS)) {
            throw S3Refusal.notImplemented("versionId");
        }
        boolean conditional =
                request.headers().keySet().stream().anyMatch(one -> one.startsWith("x-amz-copy-source-if-"));
        if (conditional) {
            throw S3Refusal.notImplemented("A condition on the source of a copy");
        }
        return new Source(
                name.substring(0, slash),
                name.substring(slash + 1),
                mark < 0 ? null : path.substring(mark + "?versionId=".length()));
    }

    /** The version that a copy copies. */
    StoredVersion copied(S3Request request) {
        Source source = source(request);
        try {
            return buckets.apply(source.bucket()).existing(source.key(), source.versionId());
        } catch (S3Refusal refusal) {
            if (refusal.status() == 405) {
                throw new S3Refusal(
                        400,
                        "InvalidRequest",
                        "The source of a copy request may not be a delete marker by version id.");
            }
            throw refusal;
        }
    }

    S3Answer copy(StrictBucket bucket, S3Request request) {
        checkKey(request);
        Source source = source(request);
        boolean newHeaders = replaces(request, "x-amz-metadata-directive");
        boolean onItself = source.bucket().equals(bucket.name())
                && source.key().equals(request.key())
                && source.versionId() == null;
        if (onItself && !newHeaders) {
            throw new S3Refusal(
                    400, "InvalidRequest", "This copy request would copy an object to itself without changing it.");
        }
        StoredVersion from = copied(request);
        Description said = descriptions.of(request);
        Description described = new Description(
                newHeaders ? said.headers() : from.description().headers(),
                replaces(request, "x-amz-tagging-directive")
                        ? said.tags()
                        : from.description().tags(),
                said.held(),
                said.retention());
        Content content = Content.of(from.content().bytes(), from.content().checksums());
        StoredVersion stored = bucket.put(request.key(), content, described, condition(request));
        Map<String, String> headers = copyHeaders(from);
        ObjectReads.named(bucket, stored, headers);
        return S3Answer.xml(result("CopyObjectResult", content, stored.modified()), headers);
    }

    private static boolean replaces(S3Request request, String directive) {
        String value = request.header(directive);
        if (value == null || value.equals("COPY")) {
            return false;
        }
        if (!value.equals("REPLACE")) {
            throw S3Refusal.invalid("Unknown " + directive + ".");
        }
        return true;
    }

    static Map<String, String> copyHeaders(StoredVersion from) {
        Map<String, String> headers = new TreeMap<>();
        if (!from.id().equals(Versions.NULL)) {
            headers.put("x-amz-copy-source-version-id", from.id());
        }
        return headers;
    }

    static Xml result(String root, Content content, Object modified) {
        return Xml.document(root).text("LastModified", modified).text("ETag", "\"" + content.etag() + "\"");
    }

    S3Answer delete(StrictBucket bucket, S3Request request) {
        String versionId = request.versionId();
        if (request.header("if-match") != null) {
            throw S3Refusal.notImplemented("A conditional deletion");
        }
        Map<String, String> headers = new TreeMap<>();
        if (versionId == null) {
            bucket.hide(request.key()).ifPresent(marker -> {
                headers.put("x-amz-delete-marker", "true");
                headers.put("x-amz-version-id", marker.id());
            });
        } else {
            boolean bypass = request.says("x-amz-bypass-governance-retention");
            headers.put("x-amz-version-id", versionId);
            bucket.delete(request.key(), versionId, bypass)
                    .filter(StoredVersion::marker)
                    .ifPresent(marker -> headers.put("x-amz-delete-marker", "true"));
        }
        return S3Answer.empty(204, headers);
    }
}
