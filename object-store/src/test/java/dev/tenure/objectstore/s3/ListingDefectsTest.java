package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import dev.tenure.objectstore.strict.Defect;
import dev.tenure.objectstore.strict.StrictS3;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is listed wrongly neither takes others' bytes along, nor passes for gone. */
class ListingDefectsTest {

    private static final KeyPrefix ITEM = new KeyPrefix("account/item/");
    private static final ObjectKey OWN = ITEM.key("video");
    private static final ObjectKey FOREIGN = new ObjectKey("other/item/video");

    private final StrictS3 server = StrictS3.start();
    private final ObjectStore store = S3Stores.open(server.settings("listed", Duration.ofSeconds(20)));
    private final PrefixDeletion deletion = new PrefixDeletion(store, DeletionLimits.usual());

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

    private ObjectVersion put(ObjectKey key) {
        return store.put(key, new byte[1], "text/plain", ObjectTags.none());
    }

    private MultipartUpload begin(ObjectKey key) {
        return store.beginUpload(key, "text/plain", ObjectTags.none());
    }

    @ParameterizedTest
    @EnumSource(
            value = UploadListing.class,
            names = {"BY_PREFIX", "BY_KEY"})
    void leavesOthersAloneWhereTheServerTakesNoNoticeOfPrefixes(UploadListing uploads) {
        store.adapt(StrictS3.EVERYTHING.withUploads(uploads));
        server.defects().add(Defect.UPLOAD_LISTING_IGNORES_PREFIX);
        server.defects().add(Defect.LISTING_IGNORES_PREFIX);
        ObjectVersion foreign = put(FOREIGN);
        MultipartUpload foreignUpload = begin(FOREIGN);
        put(OWN);
        begin(OWN);

        assertThat(deletion.delete(ITEM, List.of(OWN), versions -> {}).empty()).isTrue();

        server.defects().clear();
        assertThat(store.listVersions(new KeyPrefix("other/"))).containsExactly(foreign);
        assertThat(store.listUploads(FOREIGN)).containsExactly(foreignUpload);
        assertThat(deletion.absent(new KeyPrefix("account/"), List.of())).isTrue();
    }

    @Test
    void goesOnBehindAnEmptyPage() {
        ObjectVersion own = put(OWN);
        MultipartUpload upload = begin(OWN);
        server.defects().add(Defect.FIRST_PAGE_EMPTY);

        assertThat(store.listVersions(ITEM)).containsExactly(own);
        assertThat(store.listUploads(ITEM)).containsExactly(upload);
        store.adapt(StrictS3.EVERYTHING.withVersions(false));
        assertThat(store.listVersions(ITEM)).hasSize(1);
        assertThat(deletion.absent(ITEM, List.of())).isFalse();
    }

    @Test
    void believesNoListingThatEndsInTheMiddle() {
        for (int i = 0; i < 1001; i++) {
            begin(ITEM.key("u" + i));
            server.bucket("listed").hide(ITEM.key("o").value());
        }
        server.defects().add(Defect.NO_NEXT_MARKER);

        broken(() -> store.listUploads(ITEM));
        broken(() -> store.listVersions(ITEM));
    }

    private static void broken(ThrowingCallable listing) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(listing)
                .matches(ObjectStoreException::worthRetrying);
    }

    @Test
    void deletesTheOthersWhereALockIsRefusedWith400() {
        store.adapt(StrictS3.EVERYTHING.withBatchDelete(BatchDelete.ONE_BY_ONE));
        server.defects().add(Defect.LOCKS_REFUSE_WITH_400);
        ObjectVersion held = put(ITEM.key("held"));
        ObjectVersion free = put(ITEM.key("free"));
        store.locks().orElseThrow().hold(held);

        DeleteOutcome outcome = store.deleteVersions(List.of(held, free));

        assertThat(outcome.deleted()).containsExactly(free);
        assertThat(outcome.refused()).extracting(Refusal::version).containsExactly(held);
        assertThat(outcome.refused()).noneMatch(Refusal::worthRetrying);
    }

    @Test
    void takesNothingForDeletedInABucketThatIsNotThere() {
        ObjectVersion version = put(OWN);
        try (ObjectStore elsewhere = S3Stores.open(server.settings("nowhere", Duration.ofSeconds(20)))) {
            elsewhere.adapt(StrictS3.EVERYTHING.withBatchDelete(BatchDelete.ONE_BY_ONE));

            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> elsewhere.deleteVersions(List.of(version)))
                    .withMessageContaining("NoSuchBucket");
        }
    }
}
