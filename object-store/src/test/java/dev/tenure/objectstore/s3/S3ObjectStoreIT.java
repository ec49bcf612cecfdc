package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreContract;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract against a real server, and what only a server can show. */
class S3ObjectStoreIT extends ObjectStoreContract {

    @TempDir
    private static Path directory;

    private static EmbeddedS3 server;
    private static ObjectStore store;

    @BeforeAll
    static void start() {
        server = EmbeddedS3.start(EmbeddedDirectories.under(directory));
        store = S3Configuration.open(settings(server.endpoint(), "contract"));
        store.ensureBucket();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static S3Settings settings(URI endpoint, String bucket) {
        return new S3Settings(
                endpoint,
                server.region(),
                bucket,
                server.accessKey(),
                server.secretKey(),
                true,
                S3Settings.Checksums.SUPPORTED,
                Duration.ofSeconds(60));
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void hide(ObjectKey key) {
        try (S3Client client = S3Client.builder()
                .region(Region.of(server.region()))
                .endpointOverride(server.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            client.deleteObject(request -> request.bucket(store.bucket()).key(key.value()));
        }
    }

    /** S3Mock 5.2 stores the escapes of the header; tags that are written on their own it keeps as they are. */
    @Test
    @Override
    protected void keepsTagsOfEveryLegalCharacter() {
        ObjectKey key = new ObjectKey("legal-tags");
        store.put(key, new byte[1], "text/plain", ObjectTags.none());
        store.retag(key, EVERY_LEGAL_CHARACTER);

        assertThat(store.tags(key)).isEqualTo(EVERY_LEGAL_CHARACTER);
    }

    @Test
    void readsEveryPageOfALongListAndDeletesInFullBatches() {
        KeyPrefix folder = new KeyPrefix("many/");
        int count = ObjectStore.MAX_DELETE_BATCH + 5;
        List<ObjectVersion> put = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> store.put(folder.key("k" + i), new byte[1], "text/plain", ObjectTags.none()))
                .toList();

        assertThat(store.listVersions(folder)).containsExactlyInAnyOrderElementsOf(put);

        assertThat(store.deleteVersions(put.subList(0, ObjectStore.MAX_DELETE_BATCH))
                        .deleted())
                .hasSize(ObjectStore.MAX_DELETE_BATCH);
        assertThat(store.listVersions(folder))
                .containsExactlyInAnyOrderElementsOf(put.subList(ObjectStore.MAX_DELETE_BATCH, count));
    }

    @Test
    void makesAMissingBucketWithVersionsOn() {
        ObjectStore fresh = S3Configuration.open(settings(server.endpoint(), "made-at-start"));
        ObjectKey key = new ObjectKey("a");
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> fresh.put(key, new byte[1], "text/plain", ObjectTags.none()))
                .matches(failure -> failure.fault() == ObjectStoreException.Fault.CONFIGURATION);

        fresh.ensureBucket();
        assertThatNoException().isThrownBy(fresh::ensureBucket);
        ObjectVersion one = fresh.put(key, new byte[1], "text/plain", ObjectTags.none());
        ObjectVersion two = fresh.put(key, new byte[1], "text/plain", ObjectTags.none());
        assertThat(one.versionId()).isNotEqualTo(two.versionId()).isNotEqualTo("null");
    }

    @Test
    void saysThatAServerThatIsAwayMayComeBack() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        ObjectStore away = S3Configuration.open(settings(URI.create("http://127.0.0.1:" + closed), "contract"));

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> away.facts(new ObjectKey("a")))
                .matches(ObjectStoreException::worthRetrying);
    }
}
