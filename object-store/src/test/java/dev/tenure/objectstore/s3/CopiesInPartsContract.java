package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.contract.Behaviours;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What large objects need, with limits that a test can afford: a part has 5 MiB, and so has the largest copy in one piece. */
abstract class CopiesInPartsContract extends Behaviours {

    private final ObjectKey source = folder.key("source");
    private final ObjectKey target = folder.key("target");
    private final S3Copy copies;

    CopiesInPartsContract(S3ServerContract server) {
        super(server);
        this.copies = new S3Copy(server.target().bucket(), PART, PART);
    }

    @Test
    void copiesALargeObjectInParts() throws IOException {
        byte[] bytes = random(2 * PART + 77);
        ObjectVersion original = put(source, bytes);

        ObjectVersion copy = copies.copy(original, target, TYPE, OTHER_TAGS);

        assertThat(copy.size()).isEqualTo(bytes.length);
        assertThat(read(target, ByteRange.whole(bytes.length))).isEqualTo(bytes);
        assertThat(store.tags(target)).isEqualTo(OTHER_TAGS);
        assertThat(store.listVersions(folder)).containsExactlyInAnyOrder(original, copy);
        if (store.features().uploads() != UploadListing.NEVER) {
            assertThat(store.listUploads(target)).isEmpty();
        }
    }

    @Test
    void copiesAnObjectOfAWholeNumberOfParts() throws IOException {
        byte[] bytes = random(2 * PART);

        ObjectVersion copy = copies.copy(put(source, bytes), target, TYPE, TAGS);

        assertThat(copy.size()).isEqualTo(bytes.length);
        assertThat(read(target, ByteRange.whole(bytes.length))).isEqualTo(bytes);
    }

    @Test
    void copiesTheVersionAskedForInParts() throws IOException {
        needsVersions();
        byte[] older = random(PART + 1);
        ObjectVersion original = put(source, older);
        put(source, random(PART + 1));

        copies.copy(original, target, TYPE, TAGS);

        assertThat(read(target, ByteRange.whole(PART + 1))).isEqualTo(older);
    }

    @Test
    void beginsNoCopyOfWhatIsNotThere() {
        ObjectVersion gone = put(source, random(10));
        store.deleteVersions(List.of(gone));

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> copies.copy(gone, target, TYPE, TAGS));
        if (store.features().uploads() != UploadListing.NEVER) {
            assertThat(store.listUploads(target)).isEmpty();
        }
    }
}
