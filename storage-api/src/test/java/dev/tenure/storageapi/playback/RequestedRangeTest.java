package dev.tenure.storageapi.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ByteRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14.1.2 on content of 1000 bytes. */
class RequestedRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-499, 0, 500",
        "bytes=500-, 500, 500",
        "bytes=999-, 999, 1",
        "bytes=0-5000, 0, 1000",
        "bytes=-1, 999, 1",
        "bytes=-5000, 0, 1000",
        "'BYTES = 1 - 2', 1, 2"
    })
    void readsOneRange(String header, long first, long length) {
        assertThat(RequestedRange.of(header, 1000)).isEqualTo(new RequestedRange.Part(new ByteRange(first, length)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,3-4",
                "bytes=a-b",
                "items=0-1",
                "bytes=--1",
                "bytes=0-9999999999999999999"
            })
    void takesEverythingElseAsTheWhole(@org.jspecify.annotations.Nullable String header) {
        assertThat(RequestedRange.of(header, 1000)).isEqualTo(new RequestedRange.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=999999999999999999-"})
    void knowsWhatLiesBeyond(String header) {
        assertThat(RequestedRange.of(header, 1000)).isEqualTo(new RequestedRange.Unsatisfiable());
    }
}
