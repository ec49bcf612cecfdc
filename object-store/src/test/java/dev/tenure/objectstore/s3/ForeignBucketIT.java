package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Somebody else's buckets, on a server with versions and on one without. */
class ForeignBucketIT {

    private static final HostLookup HERE = host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};

    @TempDir
    private static Path directory;

    private static EmbeddedS3 s3mock;
    private static S3ProxyServer s3proxy;
    private static S3UnderTest versioned;
    private static S3UnderTest plain;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        s3mock = EmbeddedS3.start(EmbeddedDirectories.under(directory));
        s3proxy = S3ProxyServer.start(Files.createDirectory(directory.resolve("proxy")));
        versioned = made(
                S3UnderTest.settings(
                        s3mock.endpoint(), s3mock.region(), "theirs", s3mock.accessKey(), s3mock.secretKey()),
                StoreFeatures.assumed());
        plain = made(
                S3UnderTest.settings(
                        s3proxy.endpoint(), "us-east-1", "theirs", S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY),
                new StoreFeatures(
                        false, false, false, true, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED));
    }

    private static S3UnderTest made(S3Settings settings, StoreFeatures features) {
        S3UnderTest target = new S3UnderTest(settings.server(), settings, features);
        try (ObjectStore store = target.another()) {
            store.ensureBucket();
        }
        return target;
    }

    @AfterAll
    static void stop() {
        versioned.close();
        plain.close();
        s3mock.close();
        s3proxy.close();
    }

    static Stream<S3UnderTest> servers() {
        return Stream.of(versioned, plain);
    }

    private static void puts(S3UnderTest theirs, String key, String content) {
        theirs.client()
                .putObject(
                        request -> request.bucket("theirs").key(key),
                        RequestBody.fromBytes(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(ForeignBucket bucket, String key, ForeignBucket.Facts facts, long from) {
        try (InputStream stream = bucket.open(key, facts, from)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void listsEachObjectOnceOverManyPages(S3UnderTest theirs) {
        IntStream.range(0, 1005).parallel().forEach(i -> puts(theirs, "Rec/Weekly %04d \u00e9+.mp4".formatted(i), "x"));
        puts(theirs, "Other/a.mp4", "x");

        List<ForeignBucket.Entry> found = new ArrayList<>();
        try (ForeignBucket bucket = S3Stores.openForeign(theirs.settings(), HERE)) {
            String after = null;
            do {
                ForeignBucket.Page page = bucket.list("Rec/", after);
                found.addAll(page.entries());
                after = page.next();
            } while (after != null);
        }

        assertThat(found)
                .extracting(ForeignBucket.Entry::key)
                .hasSize(1005)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("Rec/Weekly \\d{4} \u00e9\\+\\.mp4"));
        assertThat(found).allMatch(entry -> entry.size() == 1 && !entry.etag().contains("\""));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void opensFromAPlaceOnAndNothingThatWasReplaced(S3UnderTest theirs) {
        puts(theirs, "Talk A.webm", "0123456789");
        try (ForeignBucket bucket = S3Stores.openForeign(theirs.settings(), HERE)) {
            ForeignBucket.Facts facts = bucket.facts("Talk A.webm").orElseThrow();

            assertThat(facts.size()).isEqualTo(10);
            assertThat(read(bucket, "Talk A.webm", facts, 0)).isEqualTo("0123456789");
            assertThat(read(bucket, "Talk A.webm", facts, 7)).isEqualTo("789");
            assertThat(read(bucket, "Talk A.webm", facts, 10)).isEmpty();
            assertThat(bucket.list("Talk A", null).entries().getFirst().etag()).isEqualTo(facts.etag());

            puts(theirs, "Talk A.webm", "abcdefghij");
            assertThatExceptionOfType(ObjectNotFound.class)
                    .isThrownBy(() -> bucket.open("Talk A.webm", facts, 3).close());
            assertThat(bucket.facts("not there")).isEmpty();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void deletesExactlyTheContentThatWasSeen(S3UnderTest theirs) {
        puts(theirs, "Gone.webm", "one");
        try (ForeignBucket bucket = S3Stores.openForeign(theirs.settings(), HERE)) {
            ForeignBucket.Facts one = bucket.facts("Gone.webm").orElseThrow();
            puts(theirs, "Gone.webm", "another");
            bucket.delete("Gone.webm", one);
            ForeignBucket.Facts another = bucket.facts("Gone.webm").orElseThrow();
            assertThat(read(bucket, "Gone.webm", another, 0)).isEqualTo("another");

            assertThat(bucket.delete("Gone.webm", another)).isTrue();
            assertThat(bucket.facts("Gone.webm")).isEmpty();
        }
    }

    @Test
    void connectsOnlyWhereItIsTold() {
        List<String> asked = new CopyOnWriteArrayList<>();
        S3Settings inside = new S3Settings(
                URI.create("http://metadata.inside.test"),
                "us-east-1",
                "b1b",
                "a",
                "s",
                true,
                null,
                Duration.ofSeconds(4));
        HostLookup none = host -> {
            asked.add(host);
            throw new UnknownHostException("may not be reached");
        };
        try (ForeignBucket bucket = S3Stores.openForeign(inside, none)) {
            assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> bucket.list("", null));
        }
        assertThat(asked).isNotEmpty().containsOnly("metadata.inside.test");
    }

    @Test
    void isNotOpenedWithCredentialsOfOurs() {
        S3Settings without = new S3Settings(null, "us-east-1", "b1b", null, null, true, null, Duration.ofSeconds(4));

        assertThatIllegalArgumentException().isThrownBy(() -> S3Stores.openForeign(without, HERE));
    }
}
