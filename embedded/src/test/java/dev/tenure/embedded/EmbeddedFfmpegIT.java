package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFfmpegIT {

    @TempDir
    private Path root;

    @Test
    void encodesAndProbes() throws IOException, InterruptedException {
        EmbeddedFfmpeg ffmpeg = EmbeddedFfmpeg.install(EmbeddedDirectories.under(root));
        Path output = root.resolve("out.mp4");
        Command.Result encoded = run(
                ffmpeg.environment(),
                ffmpeg.ffmpeg(),
                "-nostdin -hide_banner -loglevel warning -f lavfi -i testsrc2=size=320x180:rate=25:duration=1"
                        + " -f lavfi -i sine=duration=1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -f mp4 "
                        + output);
        assertThat(encoded.exit()).as(encoded.output()).isZero();
        Command.Result probed = run(
                ffmpeg.environment(),
                ffmpeg.ffprobe(),
                "-v error -show_entries stream=codec_name -of default=noprint_wrappers=1 " + output);
        assertThat(probed.output().lines()).containsExactly("codec_name=h264", "codec_name=aac");
    }

    @Test
    void usesTheStandInsOnEveryMachineAndWithoutComplaint() throws IOException, InterruptedException {
        EmbeddedFfmpeg ffmpeg = EmbeddedFfmpeg.install(EmbeddedDirectories.under(root));
        Map<String, String> tracing = new HashMap<>(ffmpeg.environment());
        tracing.put("LD_TRACE_LOADED_OBJECTS", "1");
        String loaded = run(tracing, ffmpeg.ffmpeg(), "-version").output();
        for (StubLibrary stub : EmbeddedFfmpeg.STUBS) {
            Path expected = ffmpeg.ffmpeg().resolveSibling(stub.name());
            assertThat(loaded).containsPattern(Pattern.quote(stub.name() + " => " + expected));
        }
        assertThat(loaded).doesNotContain("not found");
        assertThat(run(ffmpeg.environment(), ffmpeg.ffmpeg(), "-hide_banner -version")
                        .output())
                .startsWith("ffmpeg version 8.1.2")
                .doesNotContain("no version information");
    }

    @Test
    void unpacksWholeFromNothing() {
        EmbeddedFfmpeg ffmpeg =
                EmbeddedFfmpeg.install(new EmbeddedDirectories(root.resolve("data"), root.resolve("cache")));
        assertThat(ffmpeg.ffmpeg()).isExecutable().startsWith(root.resolve("cache"));
        assertThat(ffmpeg.ffprobe()).isExecutable();
    }

    private static Command.Result run(Map<String, String> environment, Path program, String arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        return Command.run(Duration.ofMinutes(2), environment, command);
    }
}
