package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A probe's own folder, and the store as it is known so far. */
record Room(Examination examination, KeyPrefix folder) {

    static final String TYPE = "application/octet-stream";

    ObjectStore store() {
        return examination.store();
    }

    /** The same store through connections of their own, used as if it had other features. */
    ObjectStore storeWith(UnaryOperator<StoreFeatures> change) {
        return examination.open(change.apply(store().features()));
    }

    ObjectKey key(String name) {
        return folder.key(name);
    }

    /** Bytes that compress badly and are the same for the same seed. */
    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    ObjectVersion put(String name, byte[] bytes) {
        return store().put(key(name), bytes, TYPE, ObjectTags.none());
    }

    ObjectVersion put(String name) {
        return put(name, name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    byte[] read(ObjectKey key, ByteRange range) throws IOException {
        try (InputStream body = store().open(key, range)) {
            return body.readAllBytes();
        }
    }

    static byte[] read(ObjectStore store, ObjectVersion version) throws IOException {
        try (InputStream body = store.open(version, ByteRange.whole(version.size()))) {
            return body.readAllBytes();
        }
    }

    /** Whether a version that is not empty is there, by asking for it. */
    boolean there(ObjectVersion version) {
        try (InputStream body = store().open(version, new ByteRange(0, 1))) {
            return body.read() >= -1;
        } catch (ObjectNotFound gone) {
            return false;
        } catch (IOException broken) {
            return true;
        }
    }

    /** Begins an upload whose key the cleaning knows, and sends a part that may be sent again. */
    MultipartUpload begin(ObjectStore store, String name, ObjectTags tags) {
        ObjectKey key = key(name);
        if (!examination.scratch().uploads().contains(key)) {
            throw new IllegalStateException("nobody would find an upload of " + key + " again");
        }
        MultipartUpload upload = examination.begun(store.beginUpload(key, TYPE, tags));
        // One without parts could not be told from an aborted one that is listed still.
        store.uploadPart(upload, 1, new byte[1]);
        return upload;
    }
}
