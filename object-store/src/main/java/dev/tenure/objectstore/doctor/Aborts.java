package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;

/** An aborted upload is gone: it has no parts and is not listed. */
final class Aborts implements Probe {

    @Override
    public String behaviour() {
        return "abort";
    }

    @Override
    public Observation observe(Room room) {
        ObjectStore store = room.store();
        MultipartUpload upload = room.begin(store, "object", ObjectTags.none());
        store.abortUpload(upload);
        if (!gone(store, upload)) {
            return Observation.of(
                    Verdict.DIFFERENT,
                    "an aborted upload keeps its parts",
                    "what was uploaded to the end of an abort stays, sealed and unreadable, until the server removes it");
        }
        return store.listUploads(upload.key()).contains(upload)
                ? Observation.of(
                        Verdict.DIFFERENT,
                        "an aborted upload is listed still, though it has no parts",
                        "a destruction that had to abort an upload is proven only when the listing has caught up")
                : Observation.good("an aborted upload has no parts and is not listed");
    }

    /** Some servers know it no more, some know it without parts. For an upload that had parts. */
    static boolean gone(ObjectStore store, MultipartUpload upload) {
        try {
            return store.listParts(upload).isEmpty();
        } catch (ObjectNotFound absent) {
            return true;
        }
    }
}
