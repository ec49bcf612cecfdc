package dev.tenure.storageapi.conditional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.Expected;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class VersionTagsTest {

    private final VersionTags tags = new VersionTags(JsonMapper.shared());

    @Test
    void aTagTellsRevisionsApartAndWhatElseIsShown() {
        assertThat(VersionTags.of(7)).isEqualTo("\"7\"");
        String tag = tags.of(7, Map.of("progress", 0.5));
        assertThat(tag).matches("\"7\\.[0-9a-f]{16}\"").isEqualTo(tags.of(7, Map.of("progress", 0.5)));
        assertThat(tags.of(7, Map.of("progress", 0.6))).isNotEqualTo(tag);
        assertThat(tags.of(8, Map.of("progress", 0.5))).isNotEqualTo(tag);
    }

    @Test
    void readsWhatItWrote() {
        String both = tags.of(7, "a") + " , " + VersionTags.of(9);
        assertThat(VersionTags.expected(both).revisions()).isEqualTo(Set.of(7L, 9L));
        assertThat(VersionTags.expected(null)).isEqualTo(Expected.ANY);
        assertThat(VersionTags.expected(" * ")).isEqualTo(Expected.ANY);
        assertThat(VersionTags.required("*").allows(12)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\"", "\"x\"", "\"\"", "\"-7\"", "\"7.zz\"", "\"99999999999999999999999\""})
    void whatIsNoTagOfOursMatchesNothing(String tag) {
        Expected expected = VersionTags.expected(tag);
        assertThat(expected.revisions()).isEmpty();
        assertThat(expected.allows(7)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "7", "\"7", "7\"", "\"7\",", ",\"7\"", "\"7\" \"8\"", "*,\"7\"", "w/\"7\""})
    void whatIsNoListOfTagsIsRefused(String header) {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> VersionTags.expected(header))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BAD_REQUEST));
    }

    @Test
    void aChangeThatNeedsOneSaysSo() {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> VersionTags.required(null))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.PRECONDITION_REQUIRED));
    }
}
