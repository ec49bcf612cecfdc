package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** One run: its place, its connections, and what it has found out so far. */
final class Examination implements AutoCloseable {

    private final S3Settings settings;
    private final InstantSource clock;
    private final Effort effort;
    private final Scratch scratch;
    private final Web web = new Web();
    private final ObjectStore store;
    private final Queue<ObjectStore> others = new ConcurrentLinkedQueue<>();
    private final Queue<MultipartUpload> begun = new ConcurrentLinkedQueue<>();
    private StoreFeatures found;

    Examination(S3Settings settings, InstantSource clock, Effort effort, StoreFeatures before) {
        this.settings = settings;
        this.clock = clock;
        this.effort = effort;
        this.scratch = Scratch.at(clock.instant());
        this.store = S3Stores.open(settings);
        this.found = before;
        use();
    }

    S3Settings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    Effort effort() {
        return effort;
    }

    Scratch scratch() {
        return scratch;
    }

    Web web() {
        return web;
    }

    ObjectStore store() {
        return store;
    }

    synchronized StoreFeatures found() {
        return found;
    }

    synchronized void learn(UnaryOperator<StoreFeatures> change) {
        found = change.apply(found);
        use();
    }

    /** Without tags, whatever is known of them: probes of other behaviours must not fail on a server without tags. */
    private void use() {
        store.adapt(found.withTags(false));
    }

    /** The same server again, with features of one's own. */
    ObjectStore open(StoreFeatures features) {
        return adapted(S3Stores.open(settings), features);
    }

    /** The same server as a stranger asks it: without a signature. */
    ObjectStore openUnsigned() {
        return adapted(S3Stores.openUnsigned(settings), store.features());
    }

    /** The same server as somebody with these credentials asks it. */
    ObjectStore openAs(String accessKey, String secretKey) {
        return adapted(S3Stores.open(settings.withCredentials(accessKey, secretKey)), store.features());
    }

    private ObjectStore adapted(ObjectStore other, StoreFeatures features) {
        others.add(other);
        other.adapt(features);
        return other;
    }

    MultipartUpload begun(MultipartUpload upload) {
        begun.add(upload);
        return upload;
    }

    Collection<MultipartUpload> begun() {
        return List.copyOf(begun);
    }

    @Override
    public void close() {
        others.forEach(ObjectStore::close);
        store.close();
        web.close();
    }
}
