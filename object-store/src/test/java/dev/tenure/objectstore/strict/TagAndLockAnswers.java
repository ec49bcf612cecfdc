package dev.tenure.objectstore.strict;

import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** Tags, legal holds and retention of single versions. */
final class TagAndLockAnswers {

    private final Defects defects;

    TagAndLockAnswers(Defects defects) {
        this.defects = defects;
    }

    S3Answer tags(StrictBucket bucket, S3Request request) {
        refuse(Defect.NO_TAGS, "Tagging");
        StoredVersion version = bucket.existing(request.key(), request.versionId());
        Xml answer = Xml.document("Tagging").begin("TagSet");
        new TreeMap<>(version.description().tags())
                .forEach((name, value) -> answer.begin("Tag")
                        .text("Key", name)
                        .text("Value", value)
                        .end());
        return S3Answer.xml(answer, versionHeader(bucket, version));
    }

    S3Answer tag(StrictBucket bucket, S3Request request) {
        refuse(Defect.NO_TAGS, "Tagging");
        Map<String, String> tags = new TreeMap<>();
        for (Element set : Xml.children(Xml.read(request.body(), "Tagging"), "TagSet")) {
            Xml.children(set, "Tag")
                    .forEach(tag -> Descriptions.addTag(tags, Xml.required(tag, "Key"), Xml.required(tag, "Value")));
        }
        StoredVersion version = bucket.tag(request.key(), request.versionId(), tags);
        return S3Answer.empty(200, versionHeader(bucket, version));
    }

    S3Answer legalHold(StrictBucket bucket, S3Request request) {
        StoredVersion version = locked(bucket, request);
        // A hold that was cleared is told of by S3 as OFF; one that was never set as missing. Nobody can rely on the
        // difference.
        if (!version.description().held()) {
            throw noConfiguration();
        }
        return S3Answer.xml(Xml.document("LegalHold").text("Status", "ON"));
    }

    S3Answer hold(StrictBucket bucket, S3Request request) {
        refuse(Defect.NO_LOCKS, "Object Lock");
        String status = Xml.required(Xml.read(request.body(), "LegalHold"), "Status");
        bucket.hold(request.key(), request.versionId(), Descriptions.onOrOff(status.strip(), S3Refusal.malformedXml()));
        return S3Answer.empty(200, Map.of());
    }

    S3Answer retention(StrictBucket bucket, S3Request request) {
        Retention retention = locked(bucket, request).description().retention();
        if (retention == null) {
            throw noConfiguration();
        }
        return S3Answer.xml(
                Xml.document("Retention").text("Mode", retention.mode()).text("RetainUntilDate", retention.until()));
    }

    S3Answer retain(StrictBucket bucket, S3Request request) {
        refuse(Defect.NO_LOCKS, "Object Lock");
        Element root = Xml.read(request.body(), "Retention");
        Retention retention = Descriptions.retention(
                Xml.required(root, "Mode").strip(),
                Xml.required(root, "RetainUntilDate").strip(),
                S3Refusal.malformedXml());
        boolean bypass = request.says("x-amz-bypass-governance-retention");
        bucket.retain(request.key(), request.versionId(), retention, bypass);
        return S3Answer.empty(200, Map.of());
    }

    private StoredVersion locked(StrictBucket bucket, S3Request request) {
        refuse(Defect.NO_LOCKS, "Object Lock");
        bucket.requireLocks();
        return bucket.existing(request.key(), request.versionId());
    }

    private void refuse(Defect defect, String what) {
        if (defects.has(defect)) {
            throw S3Refusal.notImplemented(what);
        }
    }

    private static S3Refusal noConfiguration() {
        return new S3Refusal(
                404, "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration");
    }

    private static Map<String, String> versionHeader(StrictBucket bucket, StoredVersion version) {
        Map<String, String> headers = new TreeMap<>();
        ObjectReads.named(bucket, version, headers);
        return headers;
    }
}
