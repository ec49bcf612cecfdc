package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.StoredPart;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Objects that arrive in parts. */
abstract class UploadsContract extends Behaviours {

    private final ObjectKey key = folder.key("parts");

    UploadsContract(ObjectStoreContract server) {
        super(server);
    }

    private MultipartUpload begin(ObjectKey at) {
        return store.beginUpload(at, TYPE, TAGS);
    }

    @Test
    void makesOneObjectOutOfItsParts() throws IOException {
        byte[] first = random(PART);
        byte[] last = random(77);
        MultipartUpload upload = begin(key);
        StoredPart two = store.uploadPart(upload, 2, last);
        StoredPart one = store.uploadPart(upload, 1, first);
        assertThat(store.facts(key)).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();

        ObjectVersion whole = store.completeUpload(upload, List.of(one, two));

        assertThat(whole.size()).isEqualTo(PART + 77L);
        assertThat(store.facts(key)).contains(new ObjectFacts(key, whole.versionId(), PART + 77L));
        assertThat(read(key, new ByteRange(0, PART))).isEqualTo(first);
        assertThat(read(key, new ByteRange(PART, 77))).isEqualTo(last);
        assertThat(read(key, new ByteRange(PART - 5, 10)))
                .startsWith(Arrays.copyOfRange(first, PART - 5, PART))
                .endsWith(Arrays.copyOf(last, 5));
        assertThat(store.listVersions(folder)).containsExactly(whole);
    }

    @Test
    void tagsAnObjectThatArrivedInParts() {
        MultipartUpload upload = begin(key);
        store.completeUpload(upload, List.of(store.uploadPart(upload, 1, random(10))));

        assertThat(store.tags(key)).isEqualTo(TAGS);
    }

    @Test
    void goesOnWithAnUploadThatAnotherProcessBegan() throws IOException {
        byte[] first = random(PART);
        byte[] last = random(10);
        MultipartUpload begun = begin(key);
        StoredPart one = store.uploadPart(begun, 1, first);

        try (ObjectStore heir = server.another()) {
            MultipartUpload named = new MultipartUpload(new ObjectKey(key.value()), begun.uploadId());
            assertThat(heir.listParts(named)).containsExactly(one);
            StoredPart two = heir.uploadPart(named, 2, last);
            heir.completeUpload(named, List.of(one, two));
        }

        assertThat(read(key, new ByteRange(0, PART))).isEqualTo(first);
        assertThat(read(key, new ByteRange(PART, 10))).isEqualTo(last);
    }

    @Test
    void listsThePartsThatCountAsTheStoreHasThem() {
        MultipartUpload upload = begin(key);
        StoredPart second = store.uploadPart(upload, 2, random(7));
        store.uploadPart(upload, 1, random(100));
        StoredPart first = store.uploadPart(upload, 1, random(200));

        assertThat(store.listParts(upload)).containsExactly(first, second);

        store.abortUpload(upload);
    }

    @Test
    void listsNoPartsWhereNoneHasArrived() {
        MultipartUpload upload = begin(key);

        assertThat(store.listParts(upload)).isEmpty();

        store.abortUpload(upload);
    }

    /** One more page than S3 lists at once, which has 1,000 parts. */
    @Test
    void listsMorePartsThanOnePageHas() {
        MultipartUpload upload = begin(key);
        List<StoredPart> sent;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            sent = IntStream.rangeClosed(1, 1050)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> store.uploadPart(upload, number, new byte[] {(byte) number}), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .sorted(Comparator.comparingInt(StoredPart::number))
                    .toList();
        }

        assertThat(store.listParts(upload)).containsExactlyElementsOf(sent);

        store.abortUpload(upload);
    }

    @Test
    void replacesAPartSentAgain() throws IOException {
        MultipartUpload upload = begin(key);
        StoredPart stale = store.uploadPart(upload, 1, random(100));
        byte[] wanted = random(200);
        StoredPart part = store.uploadPart(upload, 1, wanted);

        assertThat(part.etag()).isNotEqualTo(stale.etag());
        store.completeUpload(upload, List.of(part));
        assertThat(read(key, ByteRange.whole(200))).isEqualTo(wanted);
    }

    @Test
    void listsSeveralUploadsOfOneKey() {
        needs(UploadListing.BY_KEY);
        MultipartUpload one = begin(key);
        MultipartUpload two = begin(key);

        assertThat(store.listUploads(key)).containsExactlyInAnyOrder(one, two);
        store.abortUpload(one);
        assertThat(store.listUploads(key)).containsExactly(two);
        store.abortUpload(two);
        assertThat(store.listUploads(key)).isEmpty();
    }

    @Test
    void listsNoUploadOfAKeyThatBeginsAlike() {
        needs(UploadListing.BY_KEY);
        MultipartUpload mine = begin(folder.key("a/1"));
        MultipartUpload longer = begin(folder.key("a/10"));
        MultipartUpload below = begin(folder.key("a/1/x"));

        assertThat(store.listUploads(mine.key())).containsExactly(mine);
        assertThat(store.listUploads(folder.key("a"))).isEmpty();

        List.of(mine, longer, below).forEach(store::abortUpload);
    }

    @Test
    void listsEveryUploadUnderAPrefixAndNoNeighbour() {
        needs(UploadListing.BY_PREFIX);
        MultipartUpload one = begin(folder.key("a/1/x"));
        MultipartUpload two = begin(folder.key("a/1/y/z"));
        MultipartUpload neighbour = begin(folder.key("a/10/y"));

        assertThat(store.listUploads(new KeyPrefix(folder + "a/1/"))).containsExactlyInAnyOrder(one, two);
        assertThat(store.listUploads(folder)).containsExactlyInAnyOrder(one, two, neighbour);
        assertThat(store.listUploads(new KeyPrefix(folder + "b/"))).isEmpty();

        List.of(one, two, neighbour).forEach(store::abortUpload);
    }

    @Test
    void listsNoUploadThatIsComplete() {
        needs(UploadListing.BY_KEY);
        MultipartUpload upload = begin(key);
        store.completeUpload(upload, List.of(store.uploadPart(upload, 1, random(10))));

        assertThat(store.listUploads(key)).isEmpty();
    }

    private void needs(UploadListing listing) {
        UploadListing there = store.features().uploads();
        assumeTrue(there == UploadListing.BY_PREFIX || there == listing, "lists open uploads " + there + " only");
    }
}
