package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies inside the server. */
abstract class CopiesContract extends Behaviours {

    private final ObjectKey source = folder.key("source");
    private final ObjectKey target = folder.key("target");

    CopiesContract(ObjectStoreContract server) {
        super(server);
    }

    @Test
    void copiesBytesUnderTagsOfTheirOwn() throws IOException {
        byte[] bytes = random(1000);
        ObjectVersion original = put(source, bytes);

        ObjectVersion copy = store.copy(original, target, TYPE, OTHER_TAGS);

        assertThat(copy.key()).isEqualTo(target);
        assertThat(copy.size()).isEqualTo(1000);
        assertThat(store.facts(target)).contains(new ObjectFacts(target, copy.versionId(), 1000));
        assertThat(read(target, ByteRange.whole(1000))).isEqualTo(bytes);
        assertThat(store.tags(target)).isEqualTo(OTHER_TAGS);
        assertThat(store.tags(source)).isEqualTo(TAGS);
        assertThat(store.listVersions(folder)).containsExactlyInAnyOrder(original, copy);
    }

    @Test
    void takesNoTagsAlongThatWereNotGiven() {
        ObjectVersion original = put(source, random(10));

        store.copy(original, target, TYPE, ObjectTags.none());

        assertThat(store.tags(target)).isEqualTo(ObjectTags.none());
    }

    @Test
    void copiesAnEmptyObject() {
        ObjectVersion copy = store.copy(put(source, new byte[0]), target, TYPE, TAGS);

        assertThat(copy.size()).isZero();
        assertThat(store.facts(target).orElseThrow().size()).isZero();
    }

    @Test
    void copiesExactlyTheVersionAskedFor() throws IOException {
        needsVersions();
        byte[] older = random(100);
        ObjectVersion original = put(source, older);
        put(source, random(50));

        store.copy(original, target, TYPE, TAGS);

        assertThat(read(target, ByteRange.whole(100))).isEqualTo(older);
    }

    @Test
    void copiesAVersionThatADeleteMarkerHides() throws IOException {
        needsVersions();
        byte[] hidden = random(100);
        ObjectVersion original = put(source, hidden);
        server.hide(source);

        store.copy(original, target, TYPE, TAGS);

        assertThat(read(target, ByteRange.whole(100))).isEqualTo(hidden);
    }

    @Test
    void copiesNothingThatIsNotThere() {
        ObjectVersion gone = put(source, random(10));
        store.deleteVersions(List.of(gone));

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.copy(gone, target, TYPE, TAGS));
        assertThat(store.listVersions(folder)).isEmpty();
    }

    @Test
    void copiesNoOtherVersionForOneThatIsGone() {
        needsVersions();
        ObjectVersion gone = put(source, random(10));
        ObjectVersion newer = put(source, random(10));
        store.deleteVersions(List.of(gone));

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.copy(gone, target, TYPE, TAGS));
        assertThat(store.listVersions(folder)).containsExactly(newer);
    }
}
