package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Finds out by trying what the server behind an endpoint does; makes the bucket. For servers that no test of ours pins. What the server refuses, or
 * answers with nonsense, it does not have.
 */
final class FeatureTrial {

    private static final String TYPE = "text/plain";
    private static final ObjectTags TAGS = ObjectTags.of(Map.of("tried", "yes"));
    private static final int WRITERS = 16;
    /** One race can be won by luck. */
    private static final int RACES = 3;

    private record Dialect(Checksums checksums, BatchDelete batchDelete) {}

    private static final List<Dialect> DIALECTS = List.of(
            new Dialect(Checksums.SUPPORTED, BatchDelete.CHECKSUM),
            new Dialect(Checksums.SUPPORTED, BatchDelete.CONTENT_MD5),
            new Dialect(Checksums.REQUIRED, BatchDelete.CHECKSUM),
            new Dialect(Checksums.REQUIRED, BatchDelete.CONTENT_MD5),
            new Dialect(Checksums.REQUIRED, BatchDelete.ONE_BY_ONE));

    private final ObjectStore store;
    private final KeyPrefix folder = new KeyPrefix("contract/trial/" + UUID.randomUUID() + "/");

    private FeatureTrial(ObjectStore store) {
        this.store = store;
    }

    static StoreFeatures of(S3Settings settings) {
        try (ObjectStore store = S3Stores.open(settings)) {
            return new FeatureTrial(store).found();
        }
    }

    private StoreFeatures found() {
        StoreFeatures bare = DIALECTS.stream()
                .map(FeatureTrial::bare)
                .filter(this::isUnderstood)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no dialect is understood by this server"));
        store.adapt(bare);
        StoreFeatures all =
                new StoreFeatures(true, true, true, true, bare.uploads(), bare.batchDelete(), bare.checksums());
        boolean versions = tried(all, this::keepsVersions);
        boolean tags = tried(all, this::keepsTags);
        StoreFeatures kept =
                new StoreFeatures(versions, tags, true, true, bare.uploads(), bare.batchDelete(), bare.checksums());
        return new StoreFeatures(
                versions,
                tags,
                versions && tried(kept, this::enforcesHolds),
                tried(kept, this::letsOneThrough),
                uploads(),
                bare.batchDelete(),
                bare.checksums());
    }

    private static StoreFeatures bare(Dialect dialect) {
        return new StoreFeatures(
                false, false, false, false, UploadListing.BY_PREFIX, dialect.batchDelete, dialect.checksums);
    }

    private boolean tried(StoreFeatures features, Callable<Boolean> trial) {
        store.adapt(features);
        try {
            return trial.call();
        } catch (Exception refused) {
            return false;
        }
    }

    private boolean isUnderstood(StoreFeatures features) {
        return tried(features, () -> {
            store.ensureBucket();
            byte[] bytes = "as it was sent".getBytes(StandardCharsets.UTF_8);
            ObjectVersion put = store.put(folder.key("dialect"), bytes, TYPE, ObjectTags.none());
            return Arrays.equals(read(put.key(), bytes.length), bytes)
                    && store.deleteVersions(List.of(new ObjectVersion(put.key(), "null", 0, false)))
                            .refused()
                            .isEmpty();
        });
    }

    private byte[] read(ObjectKey key, int length) throws IOException {
        try (InputStream body = store.open(key, ByteRange.whole(length))) {
            return body.readAllBytes();
        }
    }

    private ObjectVersion put(String name) {
        return store.put(folder.key(name), new byte[1], TYPE, TAGS);
    }

    private boolean keepsVersions() {
        List<ObjectVersion> both = List.of(put("versions"), put("versions"));
        return store.listVersions(folder).containsAll(both)
                && store.deleteVersions(both).refused().isEmpty();
    }

    private boolean keepsTags() {
        return store.tags(put("tags").key()).equals(TAGS);
    }

    private boolean enforcesHolds() {
        ObjectVersion version = put("holds");
        ObjectLocks locks = store.locks().orElseThrow();
        locks.hold(version);
        boolean refused = !store.deleteVersions(List.of(version)).refused().isEmpty();
        boolean there = store.listVersions(folder).contains(version);
        locks.release(version);
        return refused && there;
    }

    private boolean letsOneThrough() throws InterruptedException, ExecutionException {
        for (int race = 0; race < RACES; race++) {
            ObjectKey key = folder.key("race-" + race);
            Callable<Boolean> write =
                    () -> store.putIfAbsent(key, new byte[1], TYPE, TAGS).isPresent();
            int winners = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
                for (Future<Boolean> one : threads.invokeAll(
                        Stream.generate(() -> write).limit(WRITERS).toList())) {
                    winners += one.get() ? 1 : 0;
                }
            }
            if (winners != 1) {
                return false;
            }
        }
        return true;
    }

    private UploadListing uploads() {
        MultipartUpload upload = store.beginUpload(folder.key("uploads/a"), TYPE, ObjectTags.none());
        try {
            if (store.listUploads(new KeyPrefix(folder + "uploads/")).contains(upload)) {
                return UploadListing.BY_PREFIX;
            }
            return store.listUploads(upload.key()).contains(upload) ? UploadListing.BY_KEY : UploadListing.NEVER;
        } catch (ObjectStoreException refused) {
            return UploadListing.NEVER;
        } finally {
            store.abortUpload(upload);
        }
    }
}
