package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody else wrote into the bucket, under names that we never use: it is seen, read and deleted like ours. */
abstract class ForeignKeysContract extends Behaviours {

    ForeignKeysContract(ObjectStoreContract server) {
        super(server);
    }

    @Test
    void listsAndDeletesNamesOfAnyCharacter() {
        listsAndDeletes(Stream.of(
                "UPPER and lower",
                " begins and ends with a space ",
                "Ümläute-und-ß",
                "plus+plus",
                "percent%41",
                "percent%",
                "a&b<c>\"d\"'e'",
                "question?mark#and;semicolon=",
                "back\\slash|~^`{}[]",
                "emoji-\uD83D\uDE00",
                "日本語"));
    }

    @Test
    void listsAndDeletesNamesWithEmptySegments() {
        listsAndDeletes(Stream.of("a//b", "/leading", "trailing/", "twice//"));
    }

    @Test
    void listsAndDeletesNamesWithControlCharacters() {
        listsAndDeletes(Stream.of("tab\there", "line\nbreak", "return\rhere"));
    }

    private void listsAndDeletes(Stream<String> names) {
        List<ObjectKey> keys =
                names.map(name -> ObjectKey.listed(folder + name)).toList();
        keys.forEach(key -> server.leave(key.value(), random(2)));
        ObjectVersion ours = put(folder.key("ours"), random(1));

        List<ObjectVersion> listed = store.listVersions(folder);

        assertThat(listed)
                .extracting(ObjectVersion::key)
                .containsAll(keys)
                .contains(ours.key())
                .hasSize(keys.size() + 1);
        List<ObjectVersion> foreign =
                listed.stream().filter(version -> !version.equals(ours)).toList();
        assertThat(store.deleteVersions(foreign).deleted()).containsExactlyInAnyOrderElementsOf(foreign);
        assertThat(store.listVersions(folder)).containsExactly(ours);
    }

    @Test
    void readsAndCopiesAnObjectOfAnyName() throws IOException {
        ObjectKey key = ObjectKey.listed(folder + "Ä b+c%41&d?e=f\uD83D\uDE00");
        byte[] bytes = random(10);
        server.leave(key.value(), bytes);
        ObjectVersion version = store.listVersions(folder).getFirst();

        assertThat(store.facts(key).orElseThrow().size()).isEqualTo(10);
        assertThat(read(version, ByteRange.whole(10))).isEqualTo(bytes);
        store.copy(version, folder.key("copy"), TYPE, TAGS);
        assertThat(read(folder.key("copy"), ByteRange.whole(10))).isEqualTo(bytes);
    }
}
