package dev.tenure.objectstore.strict;

import dev.tenure.objectstore.strict.OpenUpload.NamedPart;
import dev.tenure.objectstore.strict.OpenUpload.SentPart;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Multipart uploads, from their beginning to their end. */
final class UploadAnswers {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,10})-([0-9]{1,10})");

    private final Defects defects;
    private final Faults faults;
    private final Descriptions descriptions;
    private final ObjectWrites writes;

    UploadAnswers(Defects defects, Faults faults, Descriptions descriptions, ObjectWrites writes) {
        this.defects = defects;
        this.faults = faults;
        this.descriptions = descriptions;
        this.writes = writes;
    }

    S3Answer begin(StrictBucket bucket, S3Request request) {
        ObjectWrites.checkKey(request);
        OpenUpload upload = bucket.begin(request.key(), descriptions.of(request));
        return S3Answer.xml(Xml.document("InitiateMultipartUploadResult")
                .text("Bucket", bucket.name())
                .text("Key", upload.key())
                .text("UploadId", upload.id()));
    }

    S3Answer part(StrictBucket bucket, S3Request request) {
        Content content = Content.of(request.body(), request.checksums());
        bucket.send(request.key(), id(request), number(request), content);
        Map<String, String> headers = new TreeMap<>(request.checksums());
        headers.put("ETag", "\"" + content.etag() + "\"");
        return S3Answer.empty(200, headers);
    }

    S3Answer partCopy(StrictBucket bucket, S3Request request) {
        if (defects.has(Defect.NO_UPLOAD_PART_COPY)) {
            throw S3Refusal.notImplemented("UploadPartCopy");
        }
        StoredVersion from = writes.copied(request);
        byte[] bytes = from.content().bytes();
        String range = request.header("x-amz-copy-source-range");
        if (range != null) {
            Matcher wanted = RANGE.matcher(range);
            if (!wanted.matches()) {
                throw S3Refusal.invalid("The x-amz-copy-source-range value must be of the form bytes=first-last");
            }
            long first = Long.parseLong(wanted.group(1));
            long last = Long.parseLong(wanted.group(2));
            if (first > last || last >= bytes.length) {
                throw S3Refusal.invalid("Range specified is not valid for source object of size: " + bytes.length);
            }
            bytes = Arrays.copyOfRange(bytes, (int) first, (int) last + 1);
        }
        Content content = Content.of(bytes);
        SentPart part = bucket.send(request.key(), id(request), number(request), content);
        return S3Answer.xml(
                ObjectWrites.result("CopyPartResult", content, part.modified()), ObjectWrites.copyHeaders(from));
    }

    private static String id(S3Request request) {
        return request.query("uploadId", "");
    }

    private static int number(S3Request request) {
        try {
            return Integer.parseInt(request.query("partNumber", ""));
        } catch (NumberFormatException notANumber) {
            throw S3Refusal.invalid("Part number must be an integer between 1 and 10000, inclusive");
        }
    }

    S3Answer complete(StrictBucket bucket, S3Request request) {
        List<NamedPart> named = Xml.children(Xml.read(request.body(), "CompleteMultipartUpload"), "Part").stream()
                .map(part -> {
                    try {
                        return new NamedPart(
                                Integer.parseInt(
                                        Xml.required(part, "PartNumber").strip()),
                                ObjectReads.unquoted(Xml.required(part, "ETag").strip()));
                    } catch (NumberFormatException notANumber) {
                        throw S3Refusal.malformedXml();
                    }
                })
                .toList();
        if (named.size() > 10_000) {
            throw S3Refusal.malformedXml();
        }
        var inside = faults.met(Operation.COMPLETE_MULTIPART_UPLOAD, request.key(), Fault.ErrorInside200.class);
        if (inside.isPresent() && !inside.get().carriedOut()) {
            return errorInside(inside.get());
        }
        StoredVersion made = bucket.complete(request.key(), id(request), named, ObjectWrites.condition(request));
        if (inside.isPresent()) {
            return errorInside(inside.get());
        }
        Map<String, String> headers = new TreeMap<>();
        ObjectReads.named(bucket, made, headers);
        return S3Answer.xml(
                Xml.document("CompleteMultipartUploadResult")
                        .text("Bucket", bucket.name())
                        .text("Key", made.key())
                        .text("ETag", "\"" + made.content().etag() + "\""),
                headers);
    }

    /** How S3 tells of a failure after it has sent the head of its answer. */
    static S3Answer errorInside(Fault.ErrorInside200 fault) {
        return S3Answer.xml(Xml.error(fault.code(), "We encountered an internal error. Please try again.", "", ""));
    }

    S3Answer abort(StrictBucket bucket, S3Request request) {
        bucket.abort(request.key(), id(request));
        return S3Answer.empty(204, Map.of());
    }

    S3Answer parts(StrictBucket bucket, S3Request request) {
        OpenUpload upload = bucket.upload(request.key(), id(request));
        int after = marker(request);
        Page<SentPart> page =
                Page.of(List.copyOf(upload.parts().tailMap(after + 1).values()), request.limit("max-parts"));
        Xml answer = Xml.document("ListPartsResult")
                .text("Bucket", bucket.name())
                .text("Key", upload.key())
                .text("UploadId", upload.id())
                .text("PartNumberMarker", after)
                .text("MaxParts", request.limit("max-parts"))
                .text("IsTruncated", page.truncated());
        if (page.truncated()) {
            answer.text("NextPartNumberMarker", page.entries().getLast().number());
        }
        page.entries()
                .forEach(part -> answer.begin("Part")
                        .text("PartNumber", part.number())
                        .text("LastModified", part.modified())
                        .text("ETag", "\"" + part.content().etag() + "\"")
                        .text("Size", part.content().size())
                        .end());
        return S3Answer.xml(answer);
    }

    private static int marker(S3Request request) {
        try {
            return Integer.parseInt(request.query("part-number-marker", "0"));
        } catch (NumberFormatException notANumber) {
            throw S3Refusal.invalid("part-number-marker must be an integer");
        }
    }
}
