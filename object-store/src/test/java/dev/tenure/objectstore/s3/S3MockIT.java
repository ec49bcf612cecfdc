package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server. It has versions and tags, and trusts everybody. */
class S3MockIT extends S3ServerContract {

    @TempDir
    private static Path directory;

    private static EmbeddedS3 server;
    private static S3UnderTest target;

    S3MockIT() {
        different("keepsTagsOfEveryLegalCharacter", "it stores the escapes of the tagging header");
        String signatures = "it checks no signature";
        different("refusesAnAddressThatHasExpired", signatures);
        different("refusesAnAddressThatWasChanged", signatures);
        different("refusesAnAddressWithoutItsSignature", signatures);
        different("refusesAnythingButReading", signatures);
        different("refusesAWrongSecret", signatures);
        different("refusesAnUnknownAccessKey", signatures);
        different("refusesWhoeverDoesNotSign", signatures);
        String deleted =
                "it keeps the bytes of a deleted version, for whoever names it, until its key has no other version";
        different("opensNoOtherVersionForOneThatIsGone", deleted);
        different("copiesNoOtherVersionForOneThatIsGone", deleted);
        String cut =
                "it lists a thousand versions of one key and says that these are all; the others come to light when those are deleted";
        different("listsEachVersionOfOneKeyOnceOverManyPages", cut);
        different("goesOnInsideAKeyWhoseListedVersionsAreDeleted", cut);
    }

    @BeforeAll
    static void start() {
        server = EmbeddedS3.start(EmbeddedDirectories.under(directory));
        S3Settings settings = S3UnderTest.settings(
                server.endpoint(), server.region(), "contract", server.accessKey(), server.secretKey());
        try (ObjectStore store = S3Stores.open(settings)) {
            store.ensureBucket();
        }
        target = new S3UnderTest("S3Mock 5.2.0", settings, StoreFeatures.assumed());
    }

    @AfterAll
    static void stop() {
        target.close();
        server.close();
    }

    @Override
    S3UnderTest target() {
        return target;
    }

    @Test
    void keepsTheEscapesOfATaggingHeader() {
        ObjectKey key = new ObjectKey("escaped-tags");
        store().put(key, new byte[1], "text/plain", ObjectTags.of(Map.of("a b", "1+1=2")));

        assertThat(target.client()
                        .getObjectTagging(request -> request.bucket("contract").key(key.value()))
                        .tagSet())
                .singleElement()
                .satisfies(tag -> {
                    assertThat(tag.key()).isEqualTo("a%20b");
                    assertThat(tag.value()).isEqualTo("1%2B1%3D2");
                });
    }

    /** Retention deletes all versions of its keys, so nothing is left of what it destroys. */
    @Test
    void leavesNoBytesOfAKeyWhoseVersionsAreAllDeleted() throws IOException {
        ObjectKey key = new ObjectKey("bytes/gone");
        byte[] first = "first bytes that must go".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second bytes that must go".getBytes(StandardCharsets.UTF_8);
        ObjectVersion one = store().put(key, first, "text/plain", ObjectTags.none());
        ObjectVersion two = store().put(key, second, "text/plain", ObjectTags.none());
        assertThat(filesThatHold("bytes that must go")).isNotEmpty();

        store().deleteVersions(List.of(one));
        store().deleteVersions(List.of(two));

        assertThat(filesThatHold("bytes that must go")).isEmpty();
    }

    private static List<Path> filesThatHold(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    void showsVersionsBeyondAThousandOfOneKeyWhenTheOthersAreDeleted() {
        KeyPrefix folder = new KeyPrefix("hidden/");
        int count = ObjectStore.MAX_DELETE_BATCH + 10;
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> store().put(folder.key("k"), new byte[1], "text/plain", ObjectTags.none()));

        int seen = 0;
        List<ObjectVersion> listed = store().listVersions(folder);
        while (!listed.isEmpty()) {
            List<ObjectVersion> batch = listed.subList(0, Math.min(listed.size(), ObjectStore.MAX_DELETE_BATCH));
            seen += store().deleteVersions(batch).deleted().size();
            listed = store().listVersions(folder);
        }
        assertThat(seen).isEqualTo(count);
    }

    @Test
    void saysThatAServerThatIsAwayMayComeBack() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        S3Settings nowhere =
                S3UnderTest.settings(URI.create("http://127.0.0.1:" + closed), "us-east-1", "contract", "a", "b");
        try (ObjectStore away = S3Stores.open(nowhere)) {
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> away.facts(new ObjectKey("a")))
                    .matches(ObjectStoreException::worthRetrying);
        }
    }
}
