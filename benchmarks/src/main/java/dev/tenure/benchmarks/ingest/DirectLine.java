package dev.tenure.benchmarks.ingest;

import dev.tenure.objectstore.s3.S3Settings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The same bytes straight to the store: by a presigned put, as curl would do it, and by the AWS SDK in a loop. No seal, no hash, no record. */
final class DirectLine implements AutoCloseable {

    private static final int PART = 8 << 20;

    private final String bucket;
    private final S3Client client;
    private final S3Presigner presigner;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    DirectLine(S3Settings store) {
        bucket = store.bucket();
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), store.secretKey()));
        client = S3Client.builder()
                .region(Region.of(store.region()))
                .endpointOverride(store.endpoint())
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        service -> service.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(64))
                .build();
        presigner = S3Presigner.builder()
                .region(Region.of(store.region()))
                .endpointOverride(store.endpoint())
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    void putPresigned(String key, byte[] bytes) throws IOException, InterruptedException {
        var signed = presigner.presignPutObject(request -> request.signatureDuration(Duration.ofMinutes(10))
                .putObjectRequest(put -> put.bucket(bucket).key(key)));
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(signed.url().toURI())
                            .PUT(BodyPublishers.ofByteArray(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the store answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (URISyntaxException e) {
            throw new IOException("the store's address is none", e);
        }
    }

    /** In one request, or in parts one after the other, as large as ours. */
    void putBySdk(String key, byte[] bytes) {
        if (bytes.length <= PART) {
            client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
            return;
        }
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += PART) {
            int number = parts.size() + 1;
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            String etag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        client.completeMultipartUpload(
                request -> request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    /** Whether nothing is in the bucket. */
    boolean findsNothing() {
        return client.listObjectsV2(request -> request.bucket(bucket).maxKeys(1))
                .contents()
                .isEmpty();
    }

    /** Empties the bucket: some stores grow slower with each object, and each way is to find the same. Whoever wrote there is not asked. */
    void clear() {
        try {
            clearVersions();
        } catch (S3Exception withoutVersions) {
            clearObjects();
        }
    }

    private void clearVersions() {
        client.listObjectVersionsPaginator(request -> request.bucket(bucket).maxKeys(1000)).stream()
                .forEach(page -> delete(page.versions().stream()
                        .map(version -> ObjectIdentifier.builder()
                                .key(version.key())
                                .versionId(version.versionId())
                                .build())
                        .toList()));
    }

    private void clearObjects() {
        client.listObjectsV2Paginator(request -> request.bucket(bucket)).stream()
                .forEach(page -> delete(page.contents().stream()
                        .map(object ->
                                ObjectIdentifier.builder().key(object.key()).build())
                        .toList()));
    }

    private void delete(List<ObjectIdentifier> objects) {
        if (!objects.isEmpty()) {
            client.deleteObjects(request ->
                    request.bucket(bucket).delete(these -> these.quiet(true).objects(objects)));
        }
    }

    @Override
    public void close() {
        client.close();
        presigner.close();
        http.close();
    }
}
