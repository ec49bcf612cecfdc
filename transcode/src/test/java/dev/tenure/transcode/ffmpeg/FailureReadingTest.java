package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaFailure.Fault;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureReadingTest {

    private static final Path INPUT = Path.of("/scratch/secret/talk.mp4");

    @Test
    void blamesTheSourceForWhatADecoderSays() {
        MediaFailure failure = read(
                183,
                "[mov,mp4 @ 0x5585b15881c0] moov atom not found\nfile:/scratch/secret/talk.mp4: Invalid data found\n");

        assertThat(failure)
                .isEqualTo(
                        new MediaFailure.RefusedInput("[mov,mp4] moov atom not found; the source: Invalid data found"));
        assertThat(failure.fault()).isEqualTo(Fault.SOURCE);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void blamesUsForDiskAndTool() {
        assertThat(read(228, "av_interleaved_write_frame(): No space left on device"))
                .isInstanceOf(MediaFailure.OutOfDisk.class)
                .extracting(MediaFailure::fault, MediaFailure::retryable)
                .containsExactly(Fault.OURS, true);
        assertThat(read(127, "ffmpeg: error while loading shared libraries: libx.so"))
                .isInstanceOf(MediaFailure.ToolMissing.class);
        assertThat(read(8, "Unknown encoder 'libx264'"))
                .isInstanceOf(MediaFailure.ToolMissing.class)
                .extracting(MediaFailure::fault, MediaFailure::retryable)
                .containsExactly(Fault.OURS, false);
    }

    @Test
    void tellsSignalsFromExitCodesOfTheToolItself() {
        assertThat(read(128 + 24, "")).isEqualTo(new MediaFailure.TimedOut("processor time", Duration.ofMinutes(5)));
        assertThat(read(128 + 25, "")).isInstanceOf(MediaFailure.RefusedInput.class);
        assertThat(read(128 + 11, "")).isEqualTo(new MediaFailure.Crashed("ended by signal 11"));
        assertThat(read(128 + 9, "")).isInstanceOf(MediaFailure.Crashed.class);
        assertThat(read(183, "")).isEqualTo(new MediaFailure.RefusedInput("exit code 183"));
    }

    @Test
    void quotesTheLastLinesCleanlyAndBriefly() {
        String quote = FailureReading.quote("one\ntwo\u001b[31m\ntwo\u001b[31m\nthree\n\n" + "x".repeat(1000), INPUT);

        assertThat(quote).hasSize(401).startsWith("…").doesNotContain("\u001b");
        assertThat(FailureReading.quote("one\ntwo\u001b[31m\nthree\nfour\n", INPUT))
                .isEqualTo("two [31m; three; four");
    }

    @Test
    void everyFailureSaysWhatToDo() {
        assertThat(java.util.stream.Stream.of(
                        new MediaFailure.RefusedInput("x"),
                        new MediaFailure.TimedOut("wall time", Duration.ofSeconds(5)),
                        new MediaFailure.Cancelled(),
                        new MediaFailure.ToolMissing("x"),
                        new MediaFailure.OutOfDisk("x"),
                        new MediaFailure.Crashed("x")))
                .allSatisfy(failure -> {
                    assertThat(failure.reason()).isNotBlank();
                    assertThat(failure.hint()).endsWith(".");
                });
    }

    private static MediaFailure read(int exitCode, String errors) {
        return FailureReading.read(new BoundedProcess.Ended(exitCode, errors), INPUT, Duration.ofMinutes(5));
    }
}
