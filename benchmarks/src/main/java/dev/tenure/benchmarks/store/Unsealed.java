package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoredPart;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The port alone, with plain bytes: what it adds to the SDK before anything is sealed. */
final class Unsealed implements Way, AutoCloseable {

    private static final int PART = 8 << 20;
    private static final String TYPE = "application/octet-stream";

    private final ObjectStore store;
    private final int sideBySide;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Unsealed(ObjectStore store, int sideBySide) {
        this.store = store;
        this.sideBySide = sideBySide;
    }

    @Override
    public String name() {
        return "unsealed";
    }

    @Override
    public void putLarge(String key, long size) throws Exception {
        MultipartUpload upload = store.beginUpload(new ObjectKey(key), TYPE, ObjectTags.none());
        InputStream plaintext = new Noise(size);
        Semaphore places = new Semaphore(sideBySide);
        List<Future<StoredPart>> sent = new ArrayList<>();
        for (long done = 0; done < size; done += PART) {
            places.acquire();
            byte[] part = plaintext.readNBytes(PART);
            int number = sent.size() + 1;
            sent.add(threads.submit(() -> {
                try {
                    return store.uploadPart(upload, number, part);
                } finally {
                    places.release();
                }
            }));
        }
        List<StoredPart> parts = new ArrayList<>();
        for (Future<StoredPart> part : sent) {
            parts.add(part.get());
        }
        store.completeUpload(upload, parts);
    }

    @Override
    public void getLarge(String key, long size) throws Exception {
        try (InputStream body = store.open(new ObjectKey(key), ByteRange.whole(size))) {
            BareSdk.drain(body, size);
        }
    }

    @Override
    public void putSmall(String key, int size) {
        store.put(new ObjectKey(key), Noise.bytes(size), TYPE, ObjectTags.none());
    }

    @Override
    public void getSmall(String key, int size) throws Exception {
        getLarge(key, size);
    }

    @Override
    public void close() {
        threads.close();
    }
}
