package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** One bucket of a real server: through the port, and past it, where a test plays somebody else who shares the bucket. */
final class S3UnderTest implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final S3Settings settings;
    private final S3Clients clients;
    private final StoreFeatures features;
    private final ObjectStore store;

    /** The bucket must be there. */
    S3UnderTest(String name, S3Settings settings, StoreFeatures features) {
        this.name = name;
        this.settings = settings;
        this.clients = clients(settings);
        this.features = features;
        this.store = another();
    }

    static S3Settings settings(URI endpoint, String region, String bucket, String accessKey, String secretKey) {
        return new S3Settings(endpoint, region, bucket, accessKey, secretKey, true, null, CALL_TIMEOUT);
    }

    private static S3Clients clients(S3Settings settings) {
        return new S3Clients(
                settings,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        String.valueOf(settings.accessKey()), String.valueOf(settings.secretKey()))));
    }

    String name() {
        return name;
    }

    S3Settings settings() {
        return settings;
    }

    ObjectStore store() {
        return store;
    }

    ObjectStore another() {
        ObjectStore opened = S3Stores.open(settings);
        opened.adapt(features);
        return opened;
    }

    Bucket bucket() {
        return new Bucket(settings.bucket(), client(), features, clients.limits());
    }

    S3Client client() {
        return clients.speaking(features);
    }

    void hide(String key) {
        client().deleteObject(request -> request.bucket(settings.bucket()).key(key));
    }

    void leave(String key, byte[] bytes) {
        client().putObject(request -> request.bucket(settings.bucket()).key(key), RequestBody.fromBytes(bytes));
    }

    /** Removes every version, marker and open upload, held or not, whose key begins so. */
    void clear(String prefix) {
        String name = settings.bucket();
        new S3Uploads(bucket()).under(prefix).forEach(store::abortUpload);
        if (!features.versions()) {
            client().listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix))
                    .contents()
                    .forEach(object -> hide(object.key()));
            return;
        }
        List<ObjectVersion> all = new ArrayList<>();
        client().listObjectVersionsPaginator(request -> request.bucket(name).prefix(prefix))
                .forEach(page -> {
                    page.versions().forEach(version -> all.add(version(version.key(), version.versionId())));
                    page.deleteMarkers().forEach(marker -> all.add(version(marker.key(), marker.versionId())));
                });
        // All is listed before anything goes: not every server finds its place again behind a version that is gone.
        for (int from = 0; from < all.size(); from += ObjectStore.MAX_DELETE_BATCH) {
            store.deleteVersions(all.subList(from, Math.min(all.size(), from + ObjectStore.MAX_DELETE_BATCH)))
                    .refused()
                    .forEach(refusal -> {
                        store.locks().orElseThrow().release(refusal.version());
                        store.locks().orElseThrow().deleteRetained(refusal.version());
                    });
        }
    }

    private static ObjectVersion version(String key, String versionId) {
        return new ObjectVersion(ObjectKey.listed(key), Bucket.version(versionId), 0, false);
    }

    @Override
    public void close() {
        store.close();
        clients.close();
    }
}
