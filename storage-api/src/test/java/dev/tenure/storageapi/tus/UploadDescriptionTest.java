package dev.tenure.storageapi.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.catalog.ItemKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadDescriptionTest {

    private final Map<String, String> words = new HashMap<>(Map.of(
            "account", "main",
            "meetingId", "m-1",
            "meetingTitle", "Weekly",
            "meetingStart", "2026-03-28T21:30:00Z",
            "meetingEnd", "2026-03-28T22:30:00Z",
            "meetingZone", "Europe/Berlin",
            "host", "ada@example.org"));

    private UploadDescription read() {
        return UploadDescription.read(new UploadMetadata(words));
    }

    @Test
    void fillsInWhatMayBeLeftOut() {
        UploadDescription said = read();
        assertThat(said.kind()).isEqualTo(ItemKind.RECORDING);
        assertThat(said.recordedUntil()).isEqualTo(Instant.parse("2026-03-28T22:30:00Z"));
        assertThat(said.fileName()).isEqualTo("recording");
        assertThat(said.notice()).isNull();
        assertThat(said.meeting().participants()).isEmpty();
    }

    @Test
    void keepsFileNamesShortAndPrintable() {
        words.put("filename", "a\r\nb\0" + "x".repeat(300));
        assertThat(read().fileName()).startsWith("abx").hasSize(255);
        words.put("filename", "\u0001\u007f");
        assertThat(read().fileName()).isEqualTo("recording");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"account", "meetingId", "meetingTitle", "meetingStart", "meetingEnd", "meetingZone", "host"})
    void namesWhatIsMissing(String key) {
        words.remove(key);
        assertThatIllegalArgumentException().isThrownBy(this::read).withMessageContaining("'" + key + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            participants  | null
            participants  | [null]
            participants  | [{}]
            participants  | [{"displayName":"A","role":"host"}]
            notice        | null
            notice        | {}
            notice        | {"name":"n","version":1,"language":"en","text":"t"}
            notice        | {"name":"n","version":1,"language":"en","text":"t","at":"+99999-01-01T00:00:00Z"}
            notice        | [
            recordedUntil | +1000000000-12-31T23:59:59Z
            meetingStart  | -999999999-01-01T00:00:00Z
            kind          | virus
            sha256        | abc
            """)
    void refusesInWordsOfTheCaller(String key, String value) {
        words.put(key, value);
        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("dev.tenure", "java."));
    }
}
