package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.StoreFeatures;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** The AWS SDK as one would use it in a loop: no seal, no hash, as many parts side by side as ours. */
public final class BareSdk implements Way, AutoCloseable {

    private final S3Client client;
    private final String bucket;
    private final boolean versions;
    private final SideBySide requests;

    BareSdk(StoreServer server, StoreFeatures features, SideBySide requests) {
        this.bucket = server.bucket();
        this.versions = features.versions();
        this.requests = requests;
        boolean everywhere = features.checksums() == StoreFeatures.Checksums.SUPPORTED;
        var builder = S3Client.builder()
                .region(Region.of(server.region()))
                .endpointOverride(URI.create(server.endpoint()))
                .credentialsProvider(credentials(server))
                // The cheaper of its two ways, and the only one that every server takes.
                .serviceConfiguration(
                        service -> service.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .requestChecksumCalculation(
                        everywhere
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        everywhere
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(128));
        if (features.batchDelete() == StoreFeatures.BatchDelete.CONTENT_MD5) {
            builder.addPlugin(LegacyMd5Plugin.create());
        }
        this.client = builder.build();
    }

    /** For deletions only, which need no room for parts. */
    public static BareSdk forDeletion(StoreServer server, StoreFeatures features) {
        return new BareSdk(server, features, new SideBySide(1));
    }

    /** As the store itself takes them: without a pair, the SDK's own chain. */
    private static AwsCredentialsProvider credentials(StoreServer server) {
        if (server.accessKey().isBlank() || server.secretKey().isBlank()) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), server.secretKey()));
    }

    @Override
    public String name() {
        return "bare SDK";
    }

    @Override
    public void putLarge(String key, long size) throws Exception {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        List<CompletedPart> parts = requests.send(size, (number, part) -> part(key, upload, number, part));
        client.completeMultipartUpload(
                request -> request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    private CompletedPart part(String key, String upload, int number, byte[] bytes) {
        String etag = client.uploadPart(
                        request ->
                                request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    @Override
    public void getLarge(String key, long size) throws Exception {
        requests.read(
                size,
                (first, length) -> client.getObject(request ->
                        request.bucket(bucket).key(key).range("bytes=" + first + "-" + (first + length - 1))));
    }

    /** Reads all of an object through one request: what a program does that knows nothing of ranges. */
    void getInOne(String key, long size) throws Exception {
        try (InputStream body =
                client.getObject(request -> request.bucket(bucket).key(key))) {
            SideBySide.drain(body, size);
        }
    }

    @Override
    public void putSmall(String key, int size) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(Noise.bytes(size)));
    }

    @Override
    public void getSmall(String key, int size) throws Exception {
        getInOne(key, size);
    }

    /** Lists and deletes, batch after batch: the raw loop that deletion is measured against. Returns how many. */
    public long deleteInBatches(String prefix) {
        long deleted = 0;
        for (List<ObjectIdentifier> page : pages(prefix)) {
            deleted += delete(page);
        }
        return deleted;
    }

    /** Goes on listing while so many threads delete what was listed. Returns how many. */
    long deleteInBatches(String prefix, int threads) throws Exception {
        List<Future<Integer>> batches = new ArrayList<>();
        try (ExecutorService deleting = Executors.newFixedThreadPool(threads)) {
            for (List<ObjectIdentifier> page : pages(prefix)) {
                batches.add(deleting.submit(() -> delete(page)));
            }
        }
        long deleted = 0;
        for (Future<Integer> batch : batches) {
            deleted += batch.get();
        }
        return deleted;
    }

    /** Deletes one page. The answer names what was not deleted: a loop that does not look there counts what it left. */
    private int delete(List<ObjectIdentifier> batch) {
        if (batch.isEmpty()) {
            return 0;
        }
        List<S3Error> errors = client.deleteObjects(
                        request -> request.bucket(bucket).delete(all -> all.objects(batch)))
                .errors();
        if (!errors.isEmpty()) {
            throw new IllegalStateException("not deleted: " + errors.size() + ", the first: " + errors.getFirst());
        }
        return batch.size();
    }

    /** Lists and deletes one version after the other. Returns how many. */
    long deleteOneByOne(String prefix) {
        long deleted = 0;
        for (List<ObjectIdentifier> page : pages(prefix)) {
            for (ObjectIdentifier one : page) {
                client.deleteObject(
                        request -> request.bucket(bucket).key(one.key()).versionId(one.versionId()));
                deleted++;
            }
        }
        return deleted;
    }

    /** What lies under the prefix: versions, or keys where the server keeps none. A page is asked for when it is its turn. */
    private Iterable<List<ObjectIdentifier>> pages(String prefix) {
        if (versions) {
            return () -> client
                    .listObjectVersionsPaginator(
                            request -> request.bucket(bucket).prefix(prefix))
                    .stream()
                    .map(page -> page.versions().stream()
                            .map(version -> named(version.key(), version.versionId()))
                            .toList())
                    .iterator();
        }
        return () -> client
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .stream()
                .map(page -> page.contents().stream()
                        .map(object -> named(object.key(), null))
                        .toList())
                .iterator();
    }

    private static ObjectIdentifier named(String key, @Nullable String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    @Override
    public void close() {
        client.close();
    }
}
