package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaSignatureTest {

    @ParameterizedTest
    @CsvSource({
        "isom, video/mp4",
        "mp42, video/mp4",
        "iso6, video/mp4",
        "3gp4, video/mp4",
        "'qt  ', video/quicktime",
        "'M4A ', audio/mp4",
        "'M4B ', audio/mp4"
    })
    void tellsIsoMediaByItsBrand(String brand, String type) {
        byte[] head = text("\0\0\0\u0018ftyp" + brand + "\0\0\2\0");

        assertThat(MediaSignature.of(head)).contains(type);
        assertThat(MediaSignature.isIsoMedia(type)).isTrue();
        assertThat(MediaSignature.of(Arrays.copyOf(head, 11))).isEmpty();
    }

    @Test
    void tellsMatroskaAndWebm() {
        String ebml = "\u001aE\u00df\u00a3";
        assertThat(MediaSignature.of(text(ebml + "\u009fB\u0086\1\1B\u0082\u0084webmB\u0087")))
                .contains("video/webm");
        assertThat(MediaSignature.of(text(ebml + "\u009fB\u0086\1\1B\u0082\u0088matroska")))
                .contains("video/x-matroska");
        assertThat(MediaSignature.of(text(ebml))).contains("video/x-matroska");
        assertThat(MediaSignature.isIsoMedia("video/webm")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "OggS..., application/ogg",
        "RIFF....WAVEfmt, audio/wav",
        "RIFF....AVI LIST, video/x-msvideo",
        "fLaC...., audio/flac",
        "ID3....., audio/mpeg"
    })
    void tellsContainersByTheirFirstWord(String head, String type) {
        assertThat(MediaSignature.of(text(head))).contains(type);
    }

    @Test
    void tellsTransportStreamsByThreePacketsInARow() {
        byte[] stream = new byte[188 * 3];
        stream[0] = 0x47;
        stream[188] = 0x47;
        stream[376] = 0x47;
        assertThat(MediaSignature.of(stream)).contains("video/mp2t");
        assertThat(MediaSignature.of(Arrays.copyOf(stream, 377))).contains("video/mp2t");
        assertThat(MediaSignature.of(Arrays.copyOf(stream, 376))).isEmpty();
        stream[188] = 0;
        assertThat(MediaSignature.of(stream)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f",
                "hello, world",
                "#EXTM3U\n#EXT-X-VERSION:3\n",
                "<!DOCTYPE html><html>",
                "PK\u0003\u0004",
                "RIFF....WEBP",
                "RIFF",
                "GGG",
                "%PDF-1.7"
            })
    void tellsNothingOfWhatIsNoMedia(String head) {
        assertThat(MediaSignature.of(text(head))).isEmpty();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
