package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ObjectTags;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaggingHeaderTest {

    @Test
    void escapesOnlyWhatAQueryStringMust() {
        ObjectTags tags = ObjectTags.of(Map.of("go-at", "2026-11-24T10:00:00Z", "a b", "x+y=z/1@2.3_4-5", "empty", ""));

        assertThat(TaggingHeader.of(tags)).isEqualTo("a%20b=x%2By%3Dz/1@2.3_4-5&empty=&go-at=2026-11-24T10:00:00Z");
    }

    @Test
    void isEmptyWithoutTags() {
        assertThat(TaggingHeader.of(ObjectTags.none())).isEmpty();
    }
}
