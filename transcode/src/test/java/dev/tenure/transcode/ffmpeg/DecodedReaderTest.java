package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodedReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "video,1076,1076;audio,5625,5626 | true",
                "audio,5625,5626 | true",
                "video,1075,1076;audio,5625,5626 | false",
                "video,N/A,1076 | false",
                "video,1076,1076;audio,N/A,12 | false",
                "video,1076,1076;audio,0,12 | false",
                "'' | false",
                "nonsense | false"
            })
    void asksEachPacketOfAPictureForItsFrame(String lines, boolean whole) {
        assertThat(read(lines, false)).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "video,12,1076;audio,5625,5626 | true",
                "video,11,1076 | false",
                "video,0,1076 | false",
                "video,N/A,1076 | false"
            })
    void asksForNoFewerKeyFramesThanFragments(String lines, boolean whole) {
        assertThat(read(lines, true)).isEqualTo(whole);
    }

    private static boolean read(String lines, boolean keyFramesOnly) {
        DecodedReader reader = new DecodedReader(keyFramesOnly, 12);
        byte[] bytes = (lines.replace(';', '\n') + "\n").getBytes(StandardCharsets.US_ASCII);
        reader.read(bytes, bytes.length);
        return reader.whole();
    }
}
