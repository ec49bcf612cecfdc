package dev.tenure.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. Each test has a folder of its own, so all may share a bucket. */
public abstract class ObjectStoreContract {

    private static final String TYPE = "application/octet-stream";
    private static final int PART = 5 << 20;
    private static final ObjectTags TAGS =
            ObjectTags.of(Map.of("tenure-item", "42", "tenure-go-at", "2026-11-24T10:00:00Z"));

    /** Among them those that a query string must escape. */
    protected static final ObjectTags EVERY_LEGAL_CHARACTER =
            ObjectTags.of(Map.of("a b", "x+y-z=1.2_3:4/5@6 7", "empty", ""));

    private ObjectStore store;
    private KeyPrefix folder;

    /** The store under test, its bucket made. */
    protected abstract ObjectStore store();

    /** Puts a delete marker on the object, which the port itself never does. */
    protected abstract void hide(ObjectKey key);

    @BeforeEach
    void openFolder() {
        store = store();
        folder = new KeyPrefix("contract/" + UUID.randomUUID() + "/");
    }

    @Test
    void listsThePartsThatCountAsTheStoreHasThem() {
        ObjectKey key = new ObjectKey("parts/listed/object");
        MultipartUpload upload = store().beginUpload(key, "application/octet-stream", ObjectTags.none());
        store().uploadPart(upload, 1, new byte[5 << 20]);
        byte[] again = new byte[5 << 20];
        again[0] = 1;
        StoredPart first = store().uploadPart(upload, 1, again);
        StoredPart second = store().uploadPart(upload, 2, new byte[7]);

        assertThat(store().listParts(upload)).containsExactly(first, second);

        store().abortUpload(upload);
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        ObjectKey key = folder.key("a/1/name.bin");
        byte[] bytes = random(100_000);
        ObjectVersion put = store.put(key, bytes, TYPE, TAGS);

        assertThat(put.size()).isEqualTo(bytes.length);
        assertThat(put.deleteMarker()).isFalse();
        assertThat(store.facts(key)).contains(new ObjectFacts(key, put.versionId(), bytes.length));
        assertThat(read(key, ByteRange.whole(bytes.length))).isEqualTo(bytes);
        assertThat(store.tags(key)).isEqualTo(TAGS);
        assertThat(store.listVersions(folder)).containsExactly(put);
    }

    @Test
    void keepsAnEmptyObject() throws IOException {
        ObjectKey key = folder.key("empty");
        store.put(key, new byte[0], TYPE, ObjectTags.none());

        assertThat(store.facts(key).orElseThrow().size()).isZero();
        assertThat(read(key, ByteRange.whole(0))).isEmpty();
        assertThat(store.tags(key)).isEqualTo(ObjectTags.none());
    }

    @Test
    void opensExactlyTheRange() throws IOException {
        ObjectKey key = folder.key("ranges");
        byte[] bytes = random(1000);
        store.put(key, bytes, TYPE, TAGS);

        for (ByteRange range : List.of(
                new ByteRange(0, 1),
                new ByteRange(999, 1),
                new ByteRange(1, 998),
                new ByteRange(500, 0),
                new ByteRange(123, 456))) {
            assertThat(read(key, range)).as("%s", range).isEqualTo(Arrays.copyOfRange(bytes, (int) range.first(), (int)
                    range.end()));
        }
    }

    @Test
    void givesWhatIsThereOfARangeThatReachesBeyondTheEnd() throws IOException {
        ObjectKey key = folder.key("beyond");
        byte[] bytes = random(100);
        store.put(key, bytes, TYPE, TAGS);

        assertThat(read(key, new ByteRange(90, 50))).isEqualTo(Arrays.copyOfRange(bytes, 90, 100));
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> read(key, new ByteRange(100, 1)))
                .matches(failure -> !failure.worthRetrying());
    }

    @Test
    void closesABodyBeforeItsEnd() throws IOException {
        ObjectKey key = folder.key("early");
        byte[] bytes = random(PART);
        store.put(key, bytes, TYPE, TAGS);

        try (InputStream body = store.open(key, ByteRange.whole(PART))) {
            assertThat(body.read()).isEqualTo(bytes[0] & 0xff);
        }
        assertThat(read(key, ByteRange.whole(PART))).isEqualTo(bytes);
    }

    @Test
    void skipsInABody() throws IOException {
        ObjectKey key = folder.key("skipped");
        byte[] bytes = random(5000);
        store.put(key, bytes, TYPE, TAGS);

        try (InputStream body = store.open(key, ByteRange.whole(5000))) {
            body.skipNBytes(4000);
            assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 4000, 5000));
        }
    }

    @Test
    void findsNothingWhereNothingIs() {
        ObjectKey key = folder.key("absent");

        assertThat(store.facts(key)).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();
        assertThat(store.listUploads(folder)).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.open(key, ByteRange.whole(1)));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.tags(key));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.retag(key, TAGS));
    }

    @Test
    void keepsEveryVersionAndShowsTheNewest() throws IOException {
        ObjectKey key = folder.key("twice");
        ObjectVersion first = store.put(key, random(10), TYPE, TAGS);
        ObjectVersion second = store.put(key, random(20), TYPE, TAGS);

        assertThat(first.versionId()).isNotEqualTo(second.versionId());
        assertThat(store.listVersions(folder)).containsExactlyInAnyOrder(first, second);
        assertThat(store.facts(key)).contains(new ObjectFacts(key, second.versionId(), 20));

        assertThat(store.deleteVersions(List.of(second)).deleted()).containsExactly(second);
        assertThat(store.facts(key)).contains(new ObjectFacts(key, first.versionId(), 10));
    }

    @Test
    void replacesTagsAndNothingElse() throws IOException {
        ObjectKey key = folder.key("tagged");
        byte[] bytes = random(100);
        ObjectVersion put = store.put(key, bytes, TYPE, TAGS);
        ObjectTags other = ObjectTags.of(Map.of("tenure-hold", "true"));
        store.retag(key, other);

        assertThat(store.tags(key)).isEqualTo(other);
        assertThat(store.listVersions(folder)).containsExactly(put);
        assertThat(read(key, ByteRange.whole(100))).isEqualTo(bytes);
    }

    @Test
    protected void keepsTagsOfEveryLegalCharacter() {
        ObjectKey key = folder.key("legal-tags");
        store.put(key, random(1), TYPE, EVERY_LEGAL_CHARACTER);

        assertThat(store.tags(key)).isEqualTo(EVERY_LEGAL_CHARACTER);
    }

    @Test
    void listsAMarkerThatHidesAnObject() {
        ObjectKey key = folder.key("hidden");
        ObjectVersion put = store.put(key, random(10), TYPE, TAGS);
        hide(key);

        assertThat(store.facts(key)).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.open(key, ByteRange.whole(1)));
        List<ObjectVersion> versions = store.listVersions(folder);
        assertThat(versions).hasSize(2).contains(put);
        ObjectVersion marker =
                versions.stream().filter(ObjectVersion::deleteMarker).findAny().orElseThrow();
        assertThat(marker.size()).isZero();

        assertThat(store.deleteVersions(versions).refused()).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();
    }

    @Test
    void deletesWhatIsNamedAndNothingElse() {
        ObjectVersion kept = store.put(folder.key("kept"), random(1), TYPE, TAGS);
        ObjectVersion gone = store.put(folder.key("gone"), random(1), TYPE, TAGS);

        DeleteOutcome outcome = store.deleteVersions(List.of(gone));

        assertThat(outcome.deleted()).containsExactly(gone);
        assertThat(outcome.refused()).isEmpty();
        assertThat(store.listVersions(folder)).containsExactly(kept);
    }

    @Test
    void countsAVersionThatIsGoneAlreadyAsDeleted() {
        ObjectVersion gone = store.put(folder.key("gone"), random(1), TYPE, TAGS);
        ObjectVersion there = store.put(folder.key("there"), random(1), TYPE, TAGS);
        store.deleteVersions(List.of(gone));

        DeleteOutcome outcome = store.deleteVersions(List.of(gone, there));

        assertThat(outcome.deleted()).containsExactlyInAnyOrder(gone, there);
        assertThat(outcome.refused()).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();
    }

    @Test
    void refusesABatchBeyondTheLimitAndTakesAnEmptyOne() {
        ObjectVersion one = new ObjectVersion(folder.key("x"), "v", 0, false);
        List<ObjectVersion> tooMany = Collections.nCopies(ObjectStore.MAX_DELETE_BATCH + 1, one);

        assertThatIllegalArgumentException().isThrownBy(() -> store.deleteVersions(tooMany));
        assertThat(store.deleteVersions(List.of()).deleted()).isEmpty();
    }

    @Test
    void neverListsANeighbourWhoseNameBeginsAlike() {
        ObjectVersion mine = store.put(folder.key("a/1/x"), random(1), TYPE, TAGS);
        store.put(folder.key("a/10/x"), random(1), TYPE, TAGS);
        store.put(folder.key("a/1-x"), random(1), TYPE, TAGS);
        MultipartUpload upload = store.beginUpload(folder.key("a/1/y"), TYPE, TAGS);
        MultipartUpload neighbour = store.beginUpload(folder.key("a/10/y"), TYPE, TAGS);
        KeyPrefix one = new KeyPrefix(folder + "a/1/");

        assertThat(store.listVersions(one)).containsExactly(mine);
        assertThat(store.listUploads(one)).containsExactly(upload);
        store.abortUpload(neighbour);
        store.abortUpload(upload);
    }

    @Test
    void makesOneObjectOutOfItsParts() throws IOException {
        ObjectKey key = folder.key("parts");
        byte[] first = random(PART);
        byte[] last = random(77);
        MultipartUpload upload = store.beginUpload(key, TYPE, TAGS);
        StoredPart two = store.uploadPart(upload, 2, last);
        StoredPart one = store.uploadPart(upload, 1, first);
        assertThat(store.facts(key)).isEmpty();
        assertThat(store.listUploads(folder)).containsExactly(upload);

        ObjectVersion whole = store.completeUpload(upload, List.of(one, two));

        assertThat(whole.size()).isEqualTo(PART + 77L);
        assertThat(store.facts(key)).contains(new ObjectFacts(key, whole.versionId(), PART + 77L));
        assertThat(store.tags(key)).isEqualTo(TAGS);
        assertThat(read(key, new ByteRange(0, PART))).isEqualTo(first);
        assertThat(read(key, new ByteRange(PART, 77))).isEqualTo(last);
        assertThat(store.listUploads(folder)).isEmpty();
        assertThat(store.listVersions(folder)).containsExactly(whole);
    }

    @Test
    void replacesAPartSentAgain() throws IOException {
        ObjectKey key = folder.key("again");
        MultipartUpload upload = store.beginUpload(key, TYPE, TAGS);
        StoredPart stale = store.uploadPart(upload, 1, random(100));
        byte[] wanted = random(200);
        StoredPart part = store.uploadPart(upload, 1, wanted);

        assertThat(part.etag()).isNotEqualTo(stale.etag());
        store.completeUpload(upload, List.of(part));
        assertThat(read(key, ByteRange.whole(200))).isEqualTo(wanted);
    }

    @Test
    void makesOneVersionHoweverOftenAnUploadIsCompleted() {
        ObjectKey key = folder.key("once");
        MultipartUpload upload = store.beginUpload(key, TYPE, TAGS);
        List<StoredPart> parts = List.of(store.uploadPart(upload, 1, random(10)));
        ObjectVersion whole = store.completeUpload(upload, parts);

        try {
            assertThat(store.completeUpload(upload, parts).versionId()).isEqualTo(whole.versionId());
        } catch (ObjectNotFound completedBefore) {
            assertThat(completedBefore.worthRetrying()).isFalse();
        }
        assertThat(store.listVersions(folder)).containsExactly(whole);
    }

    @Test
    void knowsNoUploadThatWasNeverBegunOrIsAborted() {
        ObjectKey key = folder.key("aborted");
        MultipartUpload upload = store.beginUpload(key, TYPE, TAGS);
        List<StoredPart> parts = List.of(store.uploadPart(upload, 1, random(10)));
        store.abortUpload(upload);

        assertThat(store.listUploads(folder)).isEmpty();
        assertThatNoException().isThrownBy(() -> store.abortUpload(upload));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.completeUpload(upload, parts));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.uploadPart(upload, 1, random(10)));
        MultipartUpload unknown = new MultipartUpload(key, UUID.randomUUID().toString());
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.completeUpload(unknown, parts));
        assertThatNoException().isThrownBy(() -> store.abortUpload(unknown));
    }

    @Test
    void listsSeveralUploadsOfOneKey() {
        ObjectKey key = folder.key("busy");
        MultipartUpload one = store.beginUpload(key, TYPE, TAGS);
        MultipartUpload two = store.beginUpload(key, TYPE, TAGS);

        assertThat(store.listUploads(folder)).containsExactlyInAnyOrder(one, two);
        store.abortUpload(one);
        assertThat(store.listUploads(folder)).containsExactly(two);
        store.abortUpload(two);
    }

    @Test
    void leavesABucketThatExistsAsItIs() {
        ObjectVersion put = store.put(folder.key("stays"), random(1), TYPE, TAGS);
        store.ensureBucket();
        store.ensureBucket();

        assertThat(store.listVersions(folder)).containsExactly(put);
    }

    private byte[] read(ObjectKey key, ByteRange range) throws IOException {
        try (InputStream body = store.open(key, range)) {
            return body.readAllBytes();
        }
    }

    private final Random random = new Random(20261124);

    private byte[] random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
