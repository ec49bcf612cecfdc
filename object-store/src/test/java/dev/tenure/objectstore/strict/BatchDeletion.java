package dev.tenure.objectstore.strict;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** DeleteObjects: one answer of status 200 in which each key has its own outcome. */
final class BatchDeletion {

    private final Defects defects;
    private final Faults faults;

    BatchDeletion(Defects defects, Faults faults) {
        this.defects = defects;
        this.faults = faults;
    }

    private record Named(String key, @Nullable String versionId) {}

    S3Answer answer(StrictBucket bucket, S3Request request) {
        Element root = Xml.read(request.body(), "Delete");
        List<Named> named = Xml.children(root, "Object").stream()
                .map(object -> new Named(
                        Xml.required(object, "Key"),
                        Xml.optional(object, "VersionId").orElse(null)))
                .toList();
        if (named.isEmpty() || named.size() > Page.MAX) {
            throw S3Refusal.malformedXml();
        }
        boolean quiet = Xml.optional(root, "Quiet").map("true"::equals).orElse(false);
        boolean bypass = request.says("x-amz-bypass-governance-retention");
        Xml answer = Xml.document("DeleteResult");
        named.forEach(one -> delete(bucket, one, bypass, quiet, answer));
        return S3Answer.xml(answer);
    }

    private void delete(StrictBucket bucket, Named named, boolean bypass, boolean quiet, Xml answer) {
        Optional<Fault.KeyRefused> refused = faults.met(Operation.DELETE_OBJECTS, named.key, Fault.KeyRefused.class);
        if (refused.isPresent()) {
            error(answer, named, refused.get().code(), "Refused by the test.");
            return;
        }
        boolean silent = faults.met(Operation.DELETE_OBJECTS, named.key, Fault.KeyOmitted.class)
                .isPresent();
        try {
            Xml entry = quiet || silent ? Xml.document("Nobody") : answer;
            delete(bucket, named, bypass, entry);
        } catch (S3Refusal refusal) {
            error(answer, named, refusal.code(), refusal.getMessage());
        }
    }

    private void delete(StrictBucket bucket, Named named, boolean bypass, Xml answer) {
        if (named.versionId != null && defects.has(Defect.NO_VERSIONS)) {
            throw S3Refusal.notImplemented("VersionId");
        }
        if (named.versionId == null || defects.has(Defect.IGNORES_BATCH_VERSION_ID)) {
            Optional<StoredVersion> marker = bucket.hide(named.key);
            answer.begin("Deleted").text("Key", named.key).text("VersionId", named.versionId);
            marker.ifPresent(one -> answer.text("DeleteMarker", true).text("DeleteMarkerVersionId", one.id()));
            answer.end();
            return;
        }
        Optional<StoredVersion> gone = bucket.delete(named.key, named.versionId, bypass);
        answer.begin("Deleted").text("Key", named.key).text("VersionId", named.versionId);
        gone.filter(StoredVersion::marker)
                .ifPresent(one -> answer.text("DeleteMarker", true).text("DeleteMarkerVersionId", one.id()));
        answer.end();
    }

    private static void error(Xml answer, Named named, String code, @Nullable String message) {
        answer.begin("Error").text("Key", named.key).text("VersionId", named.versionId);
        answer.text("Code", code).text("Message", message).end();
    }
}
