package dev.tenure.objectstore.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.RawS3.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each defect shows as that of the servers which have it. */
class StrictS3DefectsTest {

    private static final KeyPrefix FOLDER = new KeyPrefix("folder/");
    private static final ObjectKey KEY = FOLDER.key("object");
    private static final ObjectTags TAGS = ObjectTags.of(Map.of("a", "b"));
    private static final byte[] BYTES = "what was written".getBytes(StandardCharsets.UTF_8);

    private final StrictS3 server = StrictS3.start();
    private final ObjectStore store = S3Stores.open(server.settings("defective", Duration.ofSeconds(60)));
    private final RawS3 raw = new RawS3(server);

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
        store.adapt(StrictS3.EVERYTHING);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private void has(Defect defect) {
        server.defects().add(defect);
    }

    private ObjectVersion put() {
        return store.put(KEY, BYTES, "text/plain", TAGS);
    }

    private Optional<ObjectVersion> putOnce() {
        return store.putIfAbsent(KEY, BYTES, "text/plain", TAGS);
    }

    private byte[] read() throws IOException {
        try (InputStream body = store.open(KEY, ByteRange.whole(BYTES.length))) {
            return body.readAllBytes();
        }
    }

    private static void assertRefused(Fault fault, ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .matches(failure -> failure.fault() == fault);
    }

    private void speak(BatchDelete batchDelete, Checksums checksums) {
        store.adapt(new StoreFeatures(true, true, true, true, UploadListing.BY_PREFIX, batchDelete, checksums));
    }

    @Test
    void writesOverWhatIsThereWithoutConditions() {
        has(Defect.IGNORES_IF_NONE_MATCH);

        assertThat(putOnce()).isPresent();
        assertThat(putOnce()).isPresent();
        assertThat(store.listVersions(FOLDER)).hasSize(2);
    }

    @Test
    void letsEverybodyWinARaceThatOnlyOneMayWin() throws InterruptedException, ExecutionException {
        assertThat(winners(2)).isEqualTo(1);
        store.deleteVersions(store.listVersions(FOLDER));

        has(Defect.RACY_IF_NONE_MATCH);
        assertThat(winners(2)).isEqualTo(2);
        assertThat(store.listVersions(FOLDER)).hasSize(2);
        assertThat(putOnce()).isEmpty();
    }

    private long winners(int writers) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<ObjectVersion>>> all = Stream.generate(
                            () -> (Callable<Optional<ObjectVersion>>) this::putOnce)
                    .limit(writers)
                    .toList();
            long winners = 0;
            for (var writer : threads.invokeAll(all)) {
                winners += writer.get().isPresent() ? 1 : 0;
            }
            return winners;
        }
    }

    @Test
    void knowsNoTags() {
        ObjectVersion there = put();
        has(Defect.NO_TAGS);

        assertRefused(Fault.CONFIGURATION, () -> store.tags(KEY));
        assertRefused(Fault.CONFIGURATION, () -> store.retag(KEY, TAGS));
        assertRefused(Fault.CONFIGURATION, this::put);
        assertThat(store.listVersions(FOLDER)).containsExactly(there);
    }

    @Test
    void dropsTagsThatComeWithAWrite() {
        has(Defect.TAGS_IN_HEADER_IGNORED);
        put();

        assertThat(store.tags(KEY)).isEqualTo(ObjectTags.none());
        store.retag(KEY, TAGS);
        assertThat(store.tags(KEY)).isEqualTo(TAGS);
    }

    @Test
    void keepsNoVersions() {
        has(Defect.NO_VERSIONS);
        try (ObjectStore fresh = S3Stores.open(server.settings("unversioned", Duration.ofSeconds(60)))) {
            fresh.ensureBucket();
            assertThat(fresh.put(KEY, BYTES, "text/plain", TAGS).versionId()).isEqualTo("null");
            assertThat(fresh.put(KEY, BYTES, "text/plain", TAGS).versionId()).isEqualTo("null");
            assertRefused(Fault.CONFIGURATION, () -> fresh.listVersions(FOLDER));

            fresh.adapt(new StoreFeatures(
                    false, true, false, true, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED));
            List<ObjectVersion> one = fresh.listVersions(FOLDER);
            assertThat(one).hasSize(1);
            assertThat(fresh.deleteVersions(one).deleted()).isEqualTo(one);
            assertThat(fresh.listVersions(FOLDER)).isEmpty();
        }
    }

    @Test
    void deletesWhatItSaysIsLocked() {
        ObjectVersion there = put();
        has(Defect.LOCKS_NOT_ENFORCED);
        store.locks().orElseThrow().hold(there);

        assertThat(store.locks().orElseThrow().held(there)).isTrue();
        assertThat(store.deleteVersions(List.of(there)).deleted()).containsExactly(there);
    }

    @Test
    void knowsNoLocks() {
        ObjectVersion there = put();
        has(Defect.NO_LOCKS);

        assertRefused(Fault.CONFIGURATION, () -> store.locks().orElseThrow().hold(there));
        assertRefused(Fault.CONFIGURATION, () -> store.locks().orElseThrow().held(there));
    }

    @Test
    void deletesNothingInBatches() {
        ObjectVersion there = put();
        has(Defect.NO_BATCH_DELETE);
        assertRefused(Fault.CONFIGURATION, () -> store.deleteVersions(List.of(there)));

        speak(BatchDelete.ONE_BY_ONE, Checksums.SUPPORTED);
        assertThat(store.deleteVersions(List.of(there)).deleted()).containsExactly(there);
    }

    @Test
    void hidesWhatABatchWasToDelete() {
        ObjectVersion there = put();
        has(Defect.IGNORES_BATCH_VERSION_ID);
        store.deleteVersions(List.of(there));

        assertThat(store.listVersions(FOLDER)).hasSize(2).contains(there);
    }

    @Test
    void wantsTheDigestOfOldenDays() {
        ObjectVersion there = put();
        has(Defect.WANTS_CONTENT_MD5);
        assertRefused(Fault.REQUEST, () -> store.deleteVersions(List.of(there)));

        speak(BatchDelete.CONTENT_MD5, Checksums.REQUIRED);
        store.locks().orElseThrow().hold(there);
        store.locks().orElseThrow().release(there);
        assertThat(store.deleteVersions(List.of(there)).deleted()).containsExactly(there);
    }

    @Test
    void refusesContentWithAChecksumAndTakesItWithout() throws IOException {
        has(Defect.REFUSES_CHECKSUMS);
        assertRefused(Fault.REQUEST, this::put);

        speak(BatchDelete.CHECKSUM, Checksums.REQUIRED);
        put();
        assertThat(read()).isEqualTo(BYTES);
    }

    @Test
    void takesAnySignatureOrNone() {
        var settings = server.settings("defective", Duration.ofSeconds(60)).withCredentials("stranger", "guessed");
        try (ObjectStore stranger = S3Stores.open(settings);
                ObjectStore anonymous = S3Stores.openUnsigned(settings)) {
            has(Defect.CHECKS_NO_SIGNATURE);
            assertThat(stranger.put(KEY, BYTES, "text/plain", TAGS).size()).isEqualTo(BYTES.length);
            assertRefused(Fault.CONFIGURATION, () -> anonymous.facts(KEY));

            server.defects().clear();
            has(Defect.ALLOWS_ANONYMOUS);
            assertThat(anonymous.facts(KEY)).isPresent();
            assertThat(anonymous.put(KEY, BYTES, "text/plain", TAGS).size()).isEqualTo(BYTES.length);
            assertRefused(Fault.CONFIGURATION, () -> stranger.facts(KEY));
        }
    }

    @Test
    void givesTheWholeForARange() throws IOException, InterruptedException {
        put();
        Map<String, String> range = Map.of("Range", "bytes=2-3");
        assertThat(get(range).body()).isEqualTo("at");

        has(Defect.IGNORES_RANGE);
        assertThat(get(range).body()).isEqualTo(new String(BYTES, StandardCharsets.UTF_8));
        assertThat(get(range).status()).isEqualTo(200);
    }

    private RawS3.Reply get(Map<String, String> headers) throws IOException, InterruptedException {
        return raw.send(raw.signed("GET", "/defective/folder/object", headers, new byte[0], Framing.PLAIN));
    }

    @Test
    void takesThePrefixOfAnUploadListingForAKey() {
        MultipartUpload upload = store.beginUpload(KEY, "text/plain", TAGS);
        has(Defect.UPLOAD_LISTING_BY_KEY);

        assertThat(store.listUploads(FOLDER)).isEmpty();
        assertThat(store.listUploads(KEY)).containsExactly(upload);
    }

    @Test
    void listsNoUploads() {
        store.beginUpload(KEY, "text/plain", TAGS);
        has(Defect.UPLOAD_LISTING_EMPTY);

        assertThat(store.listUploads(FOLDER)).isEmpty();
        assertThat(store.listUploads(KEY)).isEmpty();
    }

    @Test
    void listsAnUploadThatWasAborted() {
        MultipartUpload upload = store.beginUpload(KEY, "text/plain", TAGS);
        store.abortUpload(upload);
        assertThat(store.listUploads(FOLDER)).isEmpty();
        has(Defect.ABORT_KEEPS_LISTING);

        assertThat(store.listUploads(FOLDER)).containsExactly(upload);
    }

    @Test
    void listsWhatWasBefore() {
        ObjectVersion there = put();
        has(Defect.STALE_LISTS);

        assertThat(store.listVersions(FOLDER)).isEmpty();
        assertThat(store.facts(KEY)).isPresent();
        store.deleteVersions(List.of(there));
        assertThat(store.listVersions(FOLDER)).containsExactly(there);
    }

    @Test
    void flipsABitOnTheWayOut() throws IOException {
        put();
        has(Defect.CORRUPTS_BYTES);
        assertThat(read()).hasSameSizeAs(BYTES).isNotEqualTo(BYTES);

        server.defects().clear();
        assertThat(read()).isEqualTo(BYTES);
    }

    @Test
    void copiesNoParts() throws IOException, InterruptedException {
        put();
        MultipartUpload upload = store.beginUpload(FOLDER.key("copy"), "text/plain", TAGS);
        String path = "/defective/folder/copy?partNumber=1&uploadId=" + upload.uploadId();
        Map<String, String> source =
                Map.of("x-amz-copy-source", "/defective/folder/object", "x-amz-copy-source-range", "bytes=5-7");
        var letter = raw.signed("PUT", path, source, new byte[0], Framing.PLAIN);
        assertThat(raw.send(letter).status()).isEqualTo(200);
        assertThat(store.listParts(upload).getFirst().size()).isEqualTo(3);

        has(Defect.NO_UPLOAD_PART_COPY);
        assertThat(raw.send(letter).code()).isEqualTo("NotImplemented");
    }
}
