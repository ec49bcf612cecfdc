package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {

    private static final Path INPUT = Path.of("/srv/tenure/scratch/0190/source");

    @Test
    void nameNoPlaceAndNobody() {
        assertThat(ErrorLines.last("""
                        [mov,mp4 @ 0x55d0c0ffee] moov atom not found
                        Error opening input file:/srv/tenure/scratch/0190/source.
                        /var/lib/other/secret.key: Permission denied
                        https://inside.example/token?x=1: Connection refused
                        file:///etc/passwd: not allowed
                        ask ada@example.org
                        C:\\Users\\ada\\film.mp4 missing
                        """, INPUT))
                .containsExactly(
                        "[mov,mp4] moov atom not found",
                        "Error opening input the source.",
                        "<path>: Permission denied",
                        "<address> Connection refused",
                        "<address> not allowed",
                        "ask <address>",
                        "<path> missing");
    }

    @Test
    void leaveOutWhatTheFileSaysOfItself() {
        assertThat(ErrorLines.last(
                        "    title           : Dismissal of J. Doe\n  comment: call 555\nInvalid data found\n", INPUT))
                .containsExactly("Invalid data found");
    }

    @Test
    void keepWhatLooksLikeAPathAndIsNone() {
        assertThat(ErrorLines.last("frame 3/4, 25/1 fps, ratio 16:9, stream #0:1\n", INPUT))
                .containsExactly("frame 3/4, 25/1 fps, ratio 16:9, stream #0:1");
    }

    @Test
    void areFewAndShort() {
        String many =
                IntStream.range(0, 100).mapToObj(i -> i + "x".repeat(2000)).collect(Collectors.joining("\n"));

        assertThat(ErrorLines.last(many, INPUT))
                .hasSize(20)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(600))
                .last()
                .asString()
                .startsWith("99x");
    }
}
