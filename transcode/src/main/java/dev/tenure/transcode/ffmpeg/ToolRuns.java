package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.ProcessorShare;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs ffmpeg and ffprobe in their limits; whatever does not come to its end throws {@link MediaException} with the reason. */
final class ToolRuns {

    private final FfmpegTools tools;
    private final MediaLimits limits;
    private final Confinement confinement;
    private final List<String> gentle;

    ToolRuns(FfmpegTools tools, MediaLimits limits, Confinement confinement, ProcessorShare share) {
        this.tools = tools;
        this.limits = limits;
        this.confinement = confinement;
        this.gentle = Confinement.gentle(share.niceness());
    }

    void ffmpeg(
            List<String> rest,
            Path input,
            Path directory,
            Duration wall,
            long fileBytes,
            OutputReader reader,
            CancelSignal cancel) {
        List<String> command = new ArrayList<>(gentle);
        command.add(tools.ffmpeg().toString());
        command.addAll(rest);
        run(command, input, directory, wall, idle(wall), fileBytes, reader, cancel);
    }

    /** Not gently: it is short, and somebody waits for its answer. */
    void ffprobe(
            List<String> rest,
            Path input,
            Path directory,
            Duration wall,
            long fileBytes,
            OutputReader reader,
            CancelSignal cancel) {
        List<String> command = new ArrayList<>();
        command.add(tools.ffprobe().toString());
        command.addAll(rest);
        run(command, input, directory, wall, idle(wall), fileBytes, reader, cancel);
    }

    /**
     * Whether ffprobe meets nothing worth a word. It hands no frame from thread to thread, so that a picture takes half the processor time of ffmpeg, and sound
     * a tenth. Until its end it tells nothing, so no progress can be asked of it within {@code wall}.
     */
    boolean silent(
            List<String> rest, Path output, Duration wall, Path directory, OutputReader reader, CancelSignal cancel) {
        List<String> command = new ArrayList<>(gentle);
        command.add(tools.ffprobe().toString());
        command.addAll(rest);
        return run(command, output, directory, wall, wall, 0, reader, cancel)
                .errorTail()
                .isBlank();
    }

    private Duration idle(Duration wall) {
        return limits.idle().compareTo(wall) < 0 ? limits.idle() : wall;
    }

    private BoundedProcess.Ended run(
            List<String> command,
            Path input,
            Path directory,
            Duration wall,
            Duration idle,
            long fileBytes,
            OutputReader reader,
            CancelSignal cancel) {
        Duration cpu = wall.multipliedBy(Runtime.getRuntime().availableProcessors());
        RunLimits run = new RunLimits(wall, idle, cpu, limits.addressSpaceBytes(), fileBytes, limits.grace());
        BoundedProcess.Ended ended = new BoundedProcess(
                        confinement.around(command, run), directory, tools.environment(), run, reader, cancel)
                .run();
        if (!ended.ok()) {
            throw new MediaException(
                    FailureReading.read(ended, input, cpu),
                    String.join("\n", ErrorLines.last(ended.errorTail(), input)));
        }
        return ended;
    }
}
