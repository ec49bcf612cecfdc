package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedFfmpeg;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import dev.tenure.transcode.media.MediaLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes real sources with the real tool, which is unpacked once for all tests of a run. */
public final class RealMedia {

    private static final long MAKING_LIMIT_SECONDS = 120;

    private static final FfmpegTools TOOLS = install();

    private RealMedia() {}

    /** The embedded tools; unpacked below the module's build directory, so that the next run finds them. */
    public static FfmpegTools tools() {
        return TOOLS;
    }

    private static FfmpegTools install() {
        Path root = Path.of("target", "embedded").toAbsolutePath();
        EmbeddedFfmpeg installed = EmbeddedFfmpeg.install(EmbeddedDirectories.under(root));
        return new FfmpegTools(installed.ffmpeg(), installed.ffprobe(), installed.environment());
    }

    public static MediaLabels labels() {
        return new MediaLabels(
                "Weekly; --planning=\"x\"\n-i /etc/passwd",
                Instant.parse("2026-05-04T09:30:00Z"),
                "30 days",
                "announced by voice",
                "it-42");
    }

    /** Makes a file with ffmpeg; the arguments are those before the file's name. */
    public static Path make(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOOLS.ffmpeg().toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        String said = run(command);
        assertThat(file).as(said).isNotEmptyFile();
        return file;
    }

    /** Four seconds of picture and sound that no browser plays as they are. */
    public static Path clip(Path file) throws IOException, InterruptedException {
        return make(
                file,
                "-f lavfi -i testsrc2=s=320x240:r=25:d=4 -f lavfi -i sine=440:d=4 -c:v mpeg4 -q:v 5 -c:a aac"
                        .split(" "));
    }

    /** A picture that takes seconds to encode, so that something can happen meanwhile. */
    public static Path film(Path file) throws IOException, InterruptedException {
        return make(file, "-f lavfi -i testsrc2=s=854x480:r=25:d=60 -c:v mpeg4 -q:v 5".split(" "));
    }

    /** What ffmpeg says when it is run with the given arguments, the results of its meters among it. */
    public static String ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOOLS.ffmpeg().toString(), "-hide_banner", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** What ffprobe prints about a file with the given arguments. */
    public static String ffprobe(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOOLS.ffprobe().toString(), "-v", "error"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        return run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("tenure-media", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(said.toFile());
            builder.environment().putAll(TOOLS.environment());
            Process process = builder.start();
            assertThat(process.waitFor(MAKING_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return Files.readString(said);
        } finally {
            Files.delete(said);
        }
    }
}
