package dev.tenure.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "0197/0198/source/1/tail-12", "video.mp4", "_x/-y"})
    void takesKeysOfIdsAndFixedWords(String key) {
        assertThat(new ObjectKey(key)).hasToString(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/a", "a/", "a//b", "..", "a/../b", "a/.b", "A", "a b", "a?b", "a\nb", "ä", "a\\b"})
    void refusesKeysThatSomebodyTyped(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey(key));
    }

    @Test
    void boundsTheLengthOfAKey() {
        assertThat(new ObjectKey("a".repeat(ObjectKey.MAX_LENGTH)).value()).hasSize(ObjectKey.MAX_LENGTH);
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey("a".repeat(ObjectKey.MAX_LENGTH + 1)));
    }

    @Test
    void aPrefixCoversItsFolderOnly() {
        KeyPrefix prefix = new KeyPrefix("a/1/");

        assertThat(prefix.covers(new ObjectKey("a/1/x"))).isTrue();
        assertThat(prefix.covers(new ObjectKey("a/10/x"))).isFalse();
        assertThat(prefix.covers(new ObjectKey("a/1"))).isFalse();
        assertThat(prefix.key("b/c")).isEqualTo(new ObjectKey("a/1/b/c"));
        assertThatIllegalArgumentException().isThrownBy(() -> prefix.key("../x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "a//", "/a/", "A/"})
    void refusesPrefixesThatAreNoFolder(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyPrefix(prefix));
    }

    @Test
    void refusesRangesThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(Long.MAX_VALUE, 1));
        assertThat(new ByteRange(Long.MAX_VALUE - 1, 1).end()).isEqualTo(Long.MAX_VALUE);
        assertThat(ByteRange.whole(0)).isEqualTo(new ByteRange(0, 0));
    }

    @Test
    void refusesPartNumbersBeyondTheLimits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StoredPart(0, "e", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoredPart(10_001, "e", 1));
        assertThat(new StoredPart(10_000, "e", 1).number()).isEqualTo(StoredPart.MAX_NUMBER);
    }

    @Test
    void refusesTagsThatSomeServersRefuse() {
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(Map.of("", "v")));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(Map.of("k".repeat(129), "v")));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(Map.of("k", "v".repeat(257))));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(Map.of("k", "a&b")));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(Map.of("k", "ä")));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(Map.of("k", "a\r\nb")));
        Map<String, String> eleven = IntStream.range(0, 11).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectTags.of(eleven));
    }

    @Test
    void keepsTagsAsTheyWereGiven() {
        TreeMap<String, String> mine = new TreeMap<>(Map.of("k", "v"));
        ObjectTags tags = new ObjectTags(mine);
        mine.put("k", "changed");

        assertThat(tags.values()).containsExactly(Map.entry("k", "v"));
    }
}
