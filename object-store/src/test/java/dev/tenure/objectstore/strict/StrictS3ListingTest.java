package dev.tenure.objectstore.strict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.RawS3.Framing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings of more than a page, and of keys that are not ours. */
class StrictS3ListingTest {

    private static final KeyPrefix FOLDER = new KeyPrefix("folder/");
    private static final int MANY = 1005;

    private final StrictS3 server = StrictS3.start();
    private final ObjectStore store = S3Stores.open(server.settings("lists", Duration.ofSeconds(60)));
    private final RawS3 raw = new RawS3(server);
    private StrictBucket bucket;

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
        store.adapt(StrictS3.EVERYTHING);
        bucket = server.bucket("lists");
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private StoredVersion put(String key) {
        return bucket.put(key, Content.of(new byte[1]), Description.of("text/plain", Map.of()), Condition.ALWAYS);
    }

    private static ObjectVersion named(StoredVersion stored) {
        return new ObjectVersion(ObjectKey.listed(stored.key()), stored.id(), 1, false);
    }

    @Test
    void readsEveryPageAndDeletesInFullBatches() {
        List<ObjectVersion> put = IntStream.range(0, MANY)
                .mapToObj(i -> named(put("folder/k" + i)))
                .toList();

        assertThat(store.listVersions(FOLDER)).containsExactlyInAnyOrderElementsOf(put);
        assertThat(store.deleteVersions(put.subList(0, 1000)).deleted()).hasSize(1000);
        assertThat(store.listVersions(FOLDER)).containsExactlyInAnyOrderElementsOf(put.subList(1000, MANY));
    }

    @Test
    void goesOnWithinAKeyWhoseLastListedVersionIsGone() {
        List<StoredVersion> put =
                IntStream.range(0, MANY).mapToObj(i -> put("folder/same")).toList();

        Listing<ObjectVersion> first = store.listVersions(FOLDER, ListingMark.START);
        assertThat(first.entries()).hasSize(1000).first().isEqualTo(named(put.getLast()));
        store.deleteVersions(first.entries());
        assertThat(store.listVersions(FOLDER, first.next().orElseThrow()).entries())
                .containsExactlyElementsOf(put.subList(0, 5).reversed().stream()
                        .map(StrictS3ListingTest::named)
                        .toList());
    }

    @Test
    void refusesABatchOfMoreThanAThousand() throws IOException, InterruptedException {
        StoredVersion there = put("folder/x");
        String one = "<Object><Key>folder/x</Key><VersionId>" + there.id() + "</VersionId></Object>";
        byte[] body = ("<Delete>" + one.repeat(1001) + "</Delete>").getBytes(StandardCharsets.UTF_8);
        String digest = Base64.getEncoder().encodeToString(Digests.md5(body));

        var tooMany = raw.signed("POST", "/lists?delete", Map.of("Content-MD5", digest), body, Framing.PLAIN);
        assertThat(raw.send(tooMany).code()).isEqualTo("MalformedXML");
        var undigested = raw.signed("POST", "/lists?delete", Map.of(), body, Framing.PLAIN);
        assertThat(raw.send(undigested).code()).isEqualTo("InvalidRequest");
        assertThat(store.listVersions(FOLDER)).hasSize(1);
    }

    @Test
    void readsNoDocumentType() throws IOException, InterruptedException {
        byte[] body = ("<!DOCTYPE Tagging [<!ENTITY file SYSTEM \"file:///etc/hostname\">]><Tagging><TagSet><Tag>"
                        + "<Key>a</Key><Value>&file;</Value></Tag></TagSet></Tagging>")
                .getBytes(StandardCharsets.UTF_8);
        put("folder/x");

        var letter = raw.signed("PUT", "/lists/folder/x?tagging", Map.of(), body, Framing.PLAIN);
        assertThat(raw.send(letter).code()).isEqualTo("MalformedXML");
    }

    @Test
    void listsAndDeletesKeysThatNoneOfOursLooksLike() {
        List<ObjectVersion> put = List.of(
                named(put("folder/ a+b&c=d%2F<e>\"'.txt")),
                named(put("folder/line\nbreak")),
                named(put("folder/Ünïcode \uD83D\uDE00")),
                named(put("folder//..//")));

        assertThat(store.listVersions(FOLDER)).containsExactlyInAnyOrderElementsOf(put);
        assertThat(store.deleteVersions(put).refused()).isEmpty();
        assertThat(store.listVersions(FOLDER)).isEmpty();
    }

    @Test
    void spellsKeysAsAddressesWhereThatIsAskedFor() throws IOException, InterruptedException {
        put("folder/bell \u0007+");
        var letter = raw.signed(
                "GET", "/lists?versions&encoding-type=url&prefix=folder%2F", Map.of(), new byte[0], Framing.PLAIN);

        assertThat(raw.send(letter).body()).contains("<Key>folder/bell+%07%2B</Key>", "EncodingType>url<");
    }

    @Test
    void listsAllUploadsAndParts() {
        List<MultipartUpload> begun = IntStream.range(0, MANY)
                .mapToObj(i -> bucket.begin("folder/u" + i % 10, Description.none()))
                .map(open -> new MultipartUpload(ObjectKey.listed(open.key()), open.id()))
                .toList();
        MultipartUpload one = begun.getFirst();
        List<StoredPart> parts = IntStream.rangeClosed(1, MANY)
                .mapToObj(number -> {
                    Content content = Content.of(new byte[number % 7]);
                    bucket.send(one.key().value(), one.uploadId(), number, content);
                    return new StoredPart(number, "\"" + content.etag() + "\"", content.size());
                })
                .toList();

        assertThat(store.listUploads(FOLDER)).containsExactlyInAnyOrderElementsOf(begun);
        assertThat(store.listUploads(one.key())).hasSize(101).contains(one);
        assertThat(store.listParts(one)).isEqualTo(parts);
    }

    @Test
    void listsCurrentObjectsWhereNoVersionsAreAskedFor() {
        IntStream.range(0, MANY).forEach(i -> put("folder/k" + i));
        put("folder/k1");
        bucket.hide("folder/k2");
        StoreFeatures before = StrictS3.EVERYTHING;
        store.adapt(new StoreFeatures(
                false,
                before.tags(),
                false,
                before.exclusivePut(),
                before.uploads(),
                before.batchDelete(),
                before.checksums()));

        assertThat(store.listVersions(FOLDER)).hasSize(MANY - 1);
    }

    @Test
    void putsAMarkerWhereNoVersionIsNamed() throws IOException, InterruptedException {
        store.put(new ObjectKey("folder/x"), new byte[1], "text/plain", ObjectTags.none());
        var letter = raw.signed("DELETE", "/lists/folder/x", Map.of(), new byte[0], Framing.PLAIN);
        var reply = raw.send(letter);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.headers()).containsEntry("x-amz-delete-marker", List.of("true"));
        assertThat(store.facts(new ObjectKey("folder/x"))).isEmpty();
        var get = raw.send(raw.signed("GET", "/lists/folder/x", Map.of(), new byte[0], Framing.PLAIN));
        assertThat(get.code()).isEqualTo("NoSuchKey");
        assertThat(get.headers()).containsEntry("x-amz-delete-marker", List.of("true"));
    }
}
