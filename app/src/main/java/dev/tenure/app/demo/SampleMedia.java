package dev.tenure.app.demo;

import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a minute of moving picture and sound, in formats that no browser plays from an MP4, so that it is really encoded. */
final class SampleMedia {

    static final int SECONDS = 60;

    private SampleMedia() {}

    static Path make(FfmpegTools tools, Path directory) {
        Path file = directory.resolve("meeting.mkv");
        List<String> command = List.of(
                tools.ffmpeg().toString(),
                "-nostdin",
                "-loglevel",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1280x720:rate=25:duration=" + SECONDS,
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=330:beep_factor=4:duration=" + SECONDS,
                "-c:v",
                "mpeg4",
                "-q:v",
                "6",
                "-c:a",
                "libopus",
                "-b:a",
                "48k",
                file.toString());
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sample.log").toFile());
        process.environment().putAll(tools.environment());
        try {
            Process running = process.start();
            if (!running.waitFor(5, TimeUnit.MINUTES) || running.exitValue() != 0) {
                running.destroyForcibly();
                throw new DemoFailed("ffmpeg could not make the sample; see " + directory.resolve("sample.log"));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted");
        }
    }
}
