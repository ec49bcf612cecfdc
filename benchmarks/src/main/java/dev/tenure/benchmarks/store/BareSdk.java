package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.StoreFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
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

/** The AWS SDK as one would use it in a loop: no seal, no hash, as many parts side by side as ours. */
final class BareSdk implements Way, AutoCloseable {

    private static final int PART = 8 << 20;

    private final S3Client client;
    private final String bucket;
    private final int sideBySide;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    BareSdk(StoreServer server, StoreFeatures features, int sideBySide) {
        this.bucket = server.bucket();
        this.sideBySide = sideBySide;
        boolean everywhere = features.checksums() == StoreFeatures.Checksums.SUPPORTED;
        var builder = S3Client.builder()
                .region(Region.of(server.region()))
                .endpointOverride(URI.create(server.endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
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

    @Override
    public String name() {
        return "bare SDK";
    }

    @Override
    public void putLarge(String key, long size) throws Exception {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        InputStream plaintext = new Noise(size);
        Semaphore places = new Semaphore(sideBySide);
        List<Future<CompletedPart>> sent = new ArrayList<>();
        for (long done = 0; done < size; done += PART) {
            places.acquire();
            byte[] part = plaintext.readNBytes(PART);
            int number = sent.size() + 1;
            sent.add(threads.submit(() -> {
                try {
                    return part(key, upload, number, part);
                } finally {
                    places.release();
                }
            }));
        }
        List<CompletedPart> parts = new ArrayList<>();
        for (Future<CompletedPart> part : sent) {
            parts.add(part.get());
        }
        parts.sort(Comparator.comparing(CompletedPart::partNumber));
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
        try (InputStream body =
                client.getObject(request -> request.bucket(bucket).key(key))) {
            drain(body, size);
        }
    }

    @Override
    public void putSmall(String key, int size) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(Noise.bytes(size)));
    }

    @Override
    public void getSmall(String key, int size) throws Exception {
        getLarge(key, size);
    }

    /** Reads to the end, with a buffer as servers have it. */
    static void drain(InputStream body, long expected) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
            total += got;
        }
        if (total != expected) {
            throw new IOException("read " + total + " bytes instead of " + expected);
        }
    }

    /** Lists and deletes, batch after batch: the raw loop that deletion is measured against. Returns how many. */
    long deleteInBatches(String prefix) {
        long deleted = 0;
        for (var page : client.listObjectVersionsPaginator(
                request -> request.bucket(bucket).prefix(prefix))) {
            List<ObjectIdentifier> batch = page.versions().stream()
                    .map(version -> ObjectIdentifier.builder()
                            .key(version.key())
                            .versionId(version.versionId())
                            .build())
                    .toList();
            if (!batch.isEmpty()) {
                client.deleteObjects(request -> request.bucket(bucket).delete(all -> all.objects(batch)));
                deleted += batch.size();
            }
        }
        return deleted;
    }

    /** Lists and deletes one version after the other. Returns how many. */
    long deleteOneByOne(String prefix) {
        long deleted = 0;
        for (var version : client.listObjectVersionsPaginator(
                        request -> request.bucket(bucket).prefix(prefix))
                .versions()) {
            client.deleteObject(
                    request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()));
            deleted++;
        }
        return deleted;
    }

    @Override
    public void close() {
        threads.close();
        client.close();
    }
}
