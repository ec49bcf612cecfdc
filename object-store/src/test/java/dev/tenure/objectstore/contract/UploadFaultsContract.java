package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.StoredPart;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Uploads that are gone, and completions that are wrong. */
abstract class UploadFaultsContract extends Behaviours {

    private final ObjectKey key = folder.key("parts");

    UploadFaultsContract(ObjectStoreContract server) {
        super(server);
    }

    private MultipartUpload begin() {
        return store.beginUpload(key, TYPE, TAGS);
    }

    @Test
    void makesOneVersionHoweverOftenAnUploadIsCompleted() {
        MultipartUpload upload = begin();
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
    void dropsAnAbortedUpload() {
        MultipartUpload upload = begin();
        store.uploadPart(upload, 1, random(10));

        store.abortUpload(upload);

        if (store.features().uploads() != UploadListing.NEVER) {
            assertThat(store.listUploads(key)).isEmpty();
        }
        assertThat(store.listVersions(folder)).isEmpty();
        assertThatNoException().isThrownBy(() -> store.abortUpload(upload));
    }

    @Test
    void abortsWhatWasNeverBegun() {
        assertThatNoException().isThrownBy(() -> store.abortUpload(unknown()));
    }

    @Test
    void listsNoPartsOfAnUploadThatIsGone() {
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.listParts(aborted()));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.listParts(unknown()));
    }

    @Test
    void takesNoPartOfAnUploadThatIsGone() {
        byte[] part = random(10);

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.uploadPart(aborted(), 1, part));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.uploadPart(unknown(), 1, part));
    }

    @Test
    void completesNoUploadThatIsGone() {
        MultipartUpload upload = begin();
        List<StoredPart> parts = List.of(store.uploadPart(upload, 1, random(10)));
        store.abortUpload(upload);

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.completeUpload(upload, parts));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.completeUpload(unknown(), parts));
        assertThat(store.listVersions(folder)).isEmpty();
    }

    private MultipartUpload aborted() {
        MultipartUpload upload = begin();
        store.uploadPart(upload, 1, random(10));
        store.abortUpload(upload);
        return upload;
    }

    private MultipartUpload unknown() {
        return new MultipartUpload(key, UUID.randomUUID().toString());
    }

    @Test
    void refusesPartsOutOfOrder() {
        MultipartUpload upload = begin();
        StoredPart one = store.uploadPart(upload, 1, random(PART));
        StoredPart two = store.uploadPart(upload, 2, random(PART));

        refusesToComplete(upload, List.of(two, one));
    }

    @Test
    void refusesAPartThatWasReplaced() {
        MultipartUpload upload = begin();
        StoredPart stale = store.uploadPart(upload, 1, random(100));
        store.uploadPart(upload, 1, random(100));

        refusesToComplete(upload, List.of(stale));
    }

    @Test
    void refusesAPartThatNeverArrived() {
        MultipartUpload upload = begin();
        StoredPart one = store.uploadPart(upload, 1, random(PART));

        refusesToComplete(upload, List.of(one, new StoredPart(2, one.etag(), PART)));
    }

    @Test
    void refusesAnInnerPartBelowTheMinimum() {
        MultipartUpload upload = begin();
        StoredPart one = store.uploadPart(upload, 1, random(PART - 1));
        StoredPart two = store.uploadPart(upload, 2, random(1));

        refusesToComplete(upload, List.of(one, two));
    }

    /** The refusal leaves the upload as it is: the right parts can still complete it, or nothing comes of it. */
    private void refusesToComplete(MultipartUpload upload, List<StoredPart> parts) {
        List<StoredPart> before = store.listParts(upload);

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.completeUpload(upload, parts))
                .matches(failure -> failure.fault() == Fault.REQUEST);

        assertThat(store.facts(key)).isEmpty();
        assertThat(store.listParts(upload)).isEqualTo(before);
        store.abortUpload(upload);
    }
}
