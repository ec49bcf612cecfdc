package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoredPart;
import java.io.InputStream;
import java.util.List;

/** The port alone, with plain bytes: what it adds to the SDK before anything is sealed. */
final class Unsealed implements Way {

    private static final String TYPE = "application/octet-stream";

    private final ObjectStore store;
    private final SideBySide requests;

    Unsealed(ObjectStore store, SideBySide requests) {
        this.store = store;
        this.requests = requests;
    }

    @Override
    public String name() {
        return "unsealed";
    }

    @Override
    public void putLarge(String key, long size) throws Exception {
        MultipartUpload upload = store.beginUpload(new ObjectKey(key), TYPE, ObjectTags.none());
        List<StoredPart> parts = requests.send(size, (number, part) -> store.uploadPart(upload, number, part));
        store.completeUpload(upload, parts);
    }

    @Override
    public void getLarge(String key, long size) throws Exception {
        ObjectKey object = new ObjectKey(key);
        requests.read(size, (first, length) -> store.open(object, new ByteRange(first, length)));
    }

    @Override
    public void putSmall(String key, int size) {
        store.put(new ObjectKey(key), Noise.bytes(size), TYPE, ObjectTags.none());
    }

    @Override
    public void getSmall(String key, int size) throws Exception {
        try (InputStream body = store.open(new ObjectKey(key), ByteRange.whole(size))) {
            SideBySide.drain(body, size);
        }
    }
}
