package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import java.util.List;
import java.util.Map;

/** Tags are there from an object's first instant, whole or in parts, and can be written anew. */
final class Tags implements Probe {

    /** As ours look. */
    private static final ObjectTags FACTS =
            ObjectTags.of(Map.of("tenure-hold", "false", "tenure-go-at", "2026-11-24T10:00:00Z"));

    private static final ObjectTags NEW_FACTS =
            ObjectTags.of(Map.of("tenure-hold", "true", "tenure-go-at", "never", "any legal", "x+y=1: 2/3@4_5.6-7"));
    /** What a query string, as which tags travel with a write, must escape. */
    private static final ObjectTags ESCAPED = ObjectTags.of(Map.of("any legal", "x+y=1: 2/3@4_5.6-7"));

    @Override
    public String behaviour() {
        return "tags";
    }

    @Override
    public Observation observe(Room room) {
        ObjectStore store = room.storeWith(now -> now.withTags(true));
        ObjectKey whole = room.key("whole");
        store.put(whole, new byte[1], Room.TYPE, FACTS);
        if (!store.tags(whole).equals(FACTS)) {
            return missing("tags that come with a write are not kept");
        }
        if (!store.retag(whole, NEW_FACTS) || !store.tags(whole).equals(NEW_FACTS)) {
            return missing("tags that are written anew are not kept as written");
        }
        MultipartUpload upload = room.begin(store, "parts", FACTS);
        store.completeUpload(upload, List.of(store.uploadPart(upload, 1, new byte[1])));
        if (!store.tags(upload.key()).equals(FACTS)) {
            return missing("tags that come with an upload in parts are not kept");
        }
        ObjectKey escaped = room.key("escaped");
        store.put(escaped, new byte[1], Room.TYPE, ESCAPED);
        return (unescaped(store, escaped)
                        ? Observation.good("kept with writes and uploads in parts, and written anew")
                        : Observation.of(
                                Verdict.DIFFERENT,
                                "spaces, + and = come back as the escapes they travelled in",
                                "none: Tenure's own tags have no such characters"))
                .with(now -> now.withTags(true));
    }

    private static boolean unescaped(ObjectStore store, ObjectKey key) {
        try {
            return store.tags(key).equals(ESCAPED);
        } catch (IllegalArgumentException notATag) {
            // The escapes themselves are no legal tags.
            return false;
        }
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        if (why.worthRetrying()) {
            return Probe.super.refused(why);
        }
        return Probe.lacks(why)
                ? missing(Probe.reason(why))
                : Probe.denied(why, "s3:PutObjectTagging and s3:GetObjectTagging");
    }

    private static Observation missing(String seen) {
        return Observation.of(Verdict.MISSING, seen, "facts are written as metadata at upload and not updated")
                .with(now -> now.withTags(false));
    }
}
