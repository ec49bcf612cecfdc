package dev.tenure.objectstore.strict;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** ListObjectVersions, ListObjectsV2 and ListMultipartUploads. */
final class ListingAnswers {

    /** Before every key that a test writes. */
    private static final String FIRST = "!";

    private final Defects defects;

    ListingAnswers(Defects defects) {
        this.defects = defects;
    }

    S3Answer versions(StrictBucket bucket, S3Request request) {
        if (defects.has(Defect.NO_VERSIONS)) {
            throw S3Refusal.notImplemented("ListObjectVersions");
        }
        refuseDelimiter(request);
        UnaryOperator<String> name = names(request);
        String prefix = request.query("prefix", "");
        String afterKey = request.query("key-marker", "");
        String afterId = request.query("version-id-marker", "");
        if (afterKey.isEmpty() && !afterId.isEmpty()) {
            throw S3Refusal.invalid("A version-id marker cannot be specified without a key marker.");
        }
        int limit = request.limit("max-keys");
        boolean skipped = skipped(afterKey.isEmpty());
        Page<Listed> page = skipped ? skipped() : bucket.versions(read(prefix), afterKey, afterId, limit);
        Xml answer = Xml.document("ListVersionsResult")
                .text("Name", bucket.name())
                .text("Prefix", name.apply(prefix))
                .text("KeyMarker", name.apply(afterKey))
                .text("VersionIdMarker", afterId)
                .text("MaxKeys", limit)
                .text("EncodingType", request.query("encoding-type"))
                .text("IsTruncated", page.truncated());
        if (skipped) {
            answer.text("NextKeyMarker", name.apply(FIRST));
        } else if (marks(page)) {
            StoredVersion last = page.entries().getLast().version();
            answer.text("NextKeyMarker", name.apply(last.key())).text("NextVersionIdMarker", last.id());
        }
        page.entries().forEach(listed -> {
            StoredVersion version = listed.version();
            answer.begin(version.marker() ? "DeleteMarker" : "Version")
                    .text("Key", name.apply(version.key()))
                    .text("VersionId", version.id())
                    .text("IsLatest", listed.latest())
                    .text("LastModified", version.modified());
            if (!version.marker()) {
                content(answer, version);
            }
            answer.end();
        });
        return S3Answer.xml(answer);
    }

    private static void content(Xml answer, StoredVersion version) {
        answer.text("ETag", "\"" + version.content().etag() + "\"")
                .text("Size", version.content().size())
                .text("StorageClass", "STANDARD");
    }

    S3Answer objects(StrictBucket bucket, S3Request request) {
        refuseDelimiter(request);
        UnaryOperator<String> name = names(request);
        String prefix = request.query("prefix", "");
        String token = request.query("continuation-token");
        String after = token == null ? request.query("start-after", "") : opened(token);
        int limit = request.limit("max-keys");
        boolean skipped = skipped(token == null);
        Page<StoredVersion> page = skipped ? skipped() : bucket.objects(read(prefix), after, limit);
        Xml answer = Xml.document("ListBucketResult")
                .text("Name", bucket.name())
                .text("Prefix", name.apply(prefix))
                .text("StartAfter", nameOrNone(name, request.query("start-after")))
                .text("ContinuationToken", token)
                .text("MaxKeys", limit)
                .text("KeyCount", page.entries().size())
                .text("EncodingType", request.query("encoding-type"))
                .text("IsTruncated", page.truncated());
        if (skipped) {
            answer.text("NextContinuationToken", sealed(FIRST));
        } else if (marks(page)) {
            answer.text("NextContinuationToken", sealed(page.entries().getLast().key()));
        }
        page.entries().forEach(version -> {
            answer.begin("Contents").text("Key", name.apply(version.key())).text("LastModified", version.modified());
            content(answer, version);
            answer.end();
        });
        return S3Answer.xml(answer);
    }

    S3Answer uploads(StrictBucket bucket, S3Request request) {
        refuseDelimiter(request);
        UnaryOperator<String> name = names(request);
        String prefix = request.query("prefix", "");
        String afterKey = request.query("key-marker", "");
        // S3 does not read the one without the other.
        String afterId = afterKey.isEmpty() ? "" : request.query("upload-id-marker", "");
        int limit = request.limit("max-uploads");
        boolean skipped = skipped(afterKey.isEmpty());
        Page<OpenUpload> page = skipped ? skipped() : bucket.uploads(prefix, afterKey, afterId, limit);
        Xml answer = Xml.document("ListMultipartUploadsResult")
                .text("Bucket", bucket.name())
                .text("KeyMarker", name.apply(afterKey))
                .text("UploadIdMarker", afterId)
                .text("Prefix", name.apply(prefix))
                .text("MaxUploads", limit)
                .text("EncodingType", request.query("encoding-type"))
                .text("IsTruncated", page.truncated());
        if (skipped) {
            answer.text("NextKeyMarker", name.apply(FIRST));
        } else if (marks(page)) {
            OpenUpload last = page.entries().getLast();
            answer.text("NextKeyMarker", name.apply(last.key())).text("NextUploadIdMarker", last.id());
        }
        page.entries()
                .forEach(upload -> answer.begin("Upload")
                        .text("Key", name.apply(upload.key()))
                        .text("UploadId", upload.id())
                        .text("Initiated", upload.initiated())
                        .text("StorageClass", "STANDARD")
                        .end());
        return S3Answer.xml(answer);
    }

    private boolean skipped(boolean first) {
        return first && defects.has(Defect.FIRST_PAGE_EMPTY);
    }

    private static <T> Page<T> skipped() {
        return new Page<>(List.of(), true);
    }

    private boolean marks(Page<?> page) {
        return page.truncated() && !defects.has(Defect.NO_NEXT_MARKER);
    }

    /** The prefix as the server reads it. */
    private String read(String prefix) {
        return defects.has(Defect.LISTING_IGNORES_PREFIX) ? "" : prefix;
    }

    private static void refuseDelimiter(S3Request request) {
        if (!request.query("delimiter", "").isEmpty()) {
            throw S3Refusal.notImplemented("delimiter");
        }
    }

    /** How the answer spells keys: XML cannot carry all characters that a key may have. */
    private static UnaryOperator<String> names(S3Request request) {
        String type = request.query("encoding-type");
        if (type != null && !type.equals("url")) {
            throw S3Refusal.invalid("Invalid Encoding Method specified in Request");
        }
        return type == null
                ? UnaryOperator.identity()
                : key -> URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static @Nullable String nameOrNone(UnaryOperator<String> name, @Nullable String key) {
        return key == null ? null : name.apply(key);
    }

    private static String sealed(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String opened(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw S3Refusal.invalid("The continuation token provided is incorrect");
        }
    }
}
