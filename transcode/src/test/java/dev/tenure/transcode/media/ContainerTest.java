package dev.tenure.transcode.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {

    @ParameterizedTest
    @CsvSource({
        "000000206674797069736f6d, MP4",
        "000000086d6f6f76, MP4",
        "1a45dfa3a342868101, MATROSKA",
        "4f67675300020000, OGG",
        "524946462400000057415645, WAV",
        "524636340000000057415645, WAV",
        "524946460000000041564920, AVI",
        "464c5601050000000900, FLV",
        "664c614300000022, FLAC",
        "494433040000, MP3",
        "fffb9064, MP3",
        "fff15080, AAC",
    })
    void knowsContainersByTheirMagic(String hex, Container container) {
        assertThat(Container.sniff(HexFormat.of().parseHex(hex))).hasValue(container);
    }

    @Test
    void knowsTransportStreamsByThreePacketsInARow() {
        byte[] stream = new byte[Container.SNIFF_BYTES];
        stream[0] = stream[188] = 0x47;
        assertThat(Container.sniff(stream)).isEmpty();
        stream[376] = 0x47;
        assertThat(Container.sniff(stream)).hasValue(Container.MPEG_TS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#EXTM3U",
                "ffconcat version 1.0",
                "RIFF....WEBP",
                "FLVx",
                "<svg/>",
                "G is a letter",
                "%PDF-1.7"
            })
    void leavesTheRestAlone(String text) {
        assertThat(Container.sniff(text.getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }

    @Test
    void namesOneDemuxerEach() {
        assertThat(Arrays.stream(Container.values()).map(Container::demuxer))
                .doesNotHaveDuplicates()
                .doesNotContain("hls", "concat", "dash", "image2");
    }
}
