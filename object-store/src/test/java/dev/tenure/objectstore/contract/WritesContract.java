package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects put whole, their tags, and the bucket they go to. */
abstract class WritesContract extends Behaviours {

    /** Among them those that a query string must escape. */
    private static final ObjectTags EVERY_LEGAL_CHARACTER =
            ObjectTags.of(Map.of("a b", "x+y-z=1.2_3:4/5@6 7", "empty", ""));

    WritesContract(ObjectStoreContract server) {
        super(server);
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        ObjectKey key = folder.key("a/1/name.bin");
        byte[] bytes = random(100_000);
        ObjectVersion put = put(key, bytes);

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
    void replacesAnObjectWhereItKeepsNoVersions() throws IOException {
        assumeFalse(store.features().versions(), "keeps versions");
        ObjectKey key = folder.key("replaced");
        put(key, random(10));
        byte[] newer = random(20);
        ObjectVersion second = put(key, newer);

        assertThat(store.listVersions(folder)).containsExactly(second);
        assertThat(read(key, ByteRange.whole(20))).isEqualTo(newer);
    }

    @Test
    void keepsTagsOfEveryLegalCharacter() {
        needsTags();
        ObjectKey key = folder.key("legal-tags");
        store.put(key, random(1), TYPE, EVERY_LEGAL_CHARACTER);

        assertThat(store.tags(key)).isEqualTo(EVERY_LEGAL_CHARACTER);
    }

    @Test
    void keepsTagsOfEveryLegalCharacterThatAreWrittenLater() {
        needsTags();
        ObjectKey key = folder.key("legal-tags");
        store.put(key, random(1), TYPE, ObjectTags.none());

        assertThat(store.retag(key, EVERY_LEGAL_CHARACTER)).isTrue();
        assertThat(store.tags(key)).isEqualTo(EVERY_LEGAL_CHARACTER);
    }

    @Test
    void replacesTagsAndNothingElse() throws IOException {
        needsTags();
        ObjectKey key = folder.key("tagged");
        byte[] bytes = random(100);
        ObjectVersion put = put(key, bytes);

        assertThat(store.retag(key, OTHER_TAGS)).isTrue();

        assertThat(store.tags(key)).isEqualTo(OTHER_TAGS);
        assertThat(store.listVersions(folder)).containsExactly(put);
        assertThat(read(key, ByteRange.whole(100))).isEqualTo(bytes);
    }

    @Test
    void takesAllTagsAway() {
        needsTags();
        ObjectKey key = folder.key("tagged");
        put(key, random(1));

        assertThat(store.retag(key, ObjectTags.none())).isTrue();
        assertThat(store.tags(key)).isEqualTo(ObjectTags.none());
    }

    @Test
    void saysThatTagsStayAsTheyWereWrittenWhereItKeepsNone() {
        assumeFalse(store.features().tags(), "keeps tags");
        ObjectKey key = folder.key("tagged");
        put(key, random(1));

        assertThat(store.retag(key, OTHER_TAGS)).isFalse();
        assertThat(store.tags(key)).isEqualTo(TAGS);
    }

    @Test
    void tagsNothingThatIsNotThere() {
        needsTags();
        ObjectKey key = folder.key("absent");

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.retag(key, TAGS));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.retag(key, ObjectTags.none()));
        assertThat(store.listVersions(folder)).isEmpty();
    }

    @Test
    void leavesABucketThatExistsAsItIs() {
        ObjectVersion put = put(folder.key("stays"), random(1));
        store.ensureBucket();
        store.ensureBucket();

        assertThat(store.listVersions(folder)).containsExactly(put);
    }
}
