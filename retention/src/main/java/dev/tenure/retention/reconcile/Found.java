package dev.tenure.retention.reconcile;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the bucket has.
 *
 * @param id the store's id of the version or upload
 * @param size stored bytes; 0 where the store does not say
 */
record Found(ObjectKey key, Kind kind, String id, long size) {

    enum Kind {
        VERSION,
        /** Hides an object, and has no bytes. */
        MARKER,
        /** An object whose parts are still arriving, or never will. */
        UPLOAD
    }

    static Found of(ObjectVersion version) {
        return new Found(
                version.key(),
                version.deleteMarker() ? Kind.MARKER : Kind.VERSION,
                version.versionId(),
                version.size());
    }

    static Found of(MultipartUpload upload) {
        return new Found(upload.key(), Kind.UPLOAD, upload.uploadId(), 0);
    }

    ObjectVersion version() {
        return new ObjectVersion(key, id, size, kind == Kind.MARKER);
    }

    MultipartUpload upload() {
        return new MultipartUpload(key, id);
    }

    /** The account that its key names; absent where that begins otherwise. */
    @Nullable
    UUID account() {
        return segment(0);
    }

    /** The item, or partial upload, that its key names below an account. */
    @Nullable
    UUID folder() {
        return account() == null ? null : segment(1);
    }

    private @Nullable UUID segment(int index) {
        String[] segments = key.value().split("/", -1);
        if (segments.length <= index + 1) {
            return null;
        }
        try {
            UUID id = UUID.fromString(segments[index]);
            // Other spellings of an id are keys that we never write.
            return id.toString().equals(segments[index]) ? id : null;
        } catch (IllegalArgumentException other) {
            return null;
        }
    }
}
