package dev.tenure.benchmarks.transcode;

import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.Probed;
import dev.tenure.transcode.Verified;
import dev.tenure.transcode.ffmpeg.Ffmpeg;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.ProcessorShare;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** All that the program does with a recording on a worker's disk: look, plan, encode, arrange, poster, verify. */
final class Pipeline {

    private static final MediaLabels LABELS =
            new MediaLabels("Benchmark", Instant.EPOCH, "30 days", "announced", "benchmark");

    private final FfmpegTools tools;
    private final MediaEngine engine;

    Pipeline(FfmpegTools tools, PictureCodec codec) {
        this.tools = tools;
        this.engine = new MediaEngine(tools, MediaLimits.defaults(), ProcessorShare.whole(), codec);
    }

    /** What was made. */
    record Made(TranscodePlan plan, Path media) {}

    /** The facts of a file, as far as it is one that can be encoded. */
    MediaFacts facts(Path source, Path directory) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(source)) {
            head = in.readNBytes(Container.SNIFF_BYTES);
        }
        Container container =
                Container.sniff(head).orElseThrow(() -> new IOException(source.getFileName() + " is no recording"));
        return switch (engine.probe(source, container, directory, CancelSignal.never())) {
            case Probed.Found found -> found.facts();
            case Probed.Refused refused ->
                throw new IOException(refused.failure().reason());
        };
    }

    /** Everything; {@code copying} as in production, else each track is encoded whatever it is. */
    Made run(Path source, Path directory, boolean copying) throws IOException {
        FileSystemUtils.deleteRecursively(directory);
        Files.createDirectories(directory);
        MediaFacts facts = facts(source, directory);
        TranscodePlan plan = accepted(
                copying
                        ? engine.plan(facts)
                        : engine.planEncoding(engine.look(source, facts, directory, CancelSignal.never())));
        engine.render(plan, source, LABELS, directory, Progress.silent(), CancelSignal.never());
        if (engine.verify(plan, directory, CancelSignal.never()) instanceof Verified.Rejected rejected) {
            throw new IOException("what was made of " + source.getFileName() + " was rejected: " + rejected.reason());
        }
        return new Made(plan, directory.resolve(plan.mediaFile()));
    }

    /** The encoder's part of it alone, as a command without its program. */
    List<String> bare(TranscodePlan plan, Path source) {
        List<String> command = new Ffmpeg(tools, MediaLimits.defaults(), engine.confinement(), ProcessorShare.whole())
                .encodeCommand(plan, source, LABELS);
        return command.subList(1, command.size());
    }

    private static TranscodePlan accepted(Planned planned) throws IOException {
        return switch (planned) {
            case Planned.Accepted accepted -> accepted.plan();
            case Planned.Refused refused -> throw new IOException(refused.reason());
        };
    }

    /** A file of somebody's, as a source. */
    Source source(Path file, Path directory) throws IOException {
        MediaFacts facts = facts(file, directory);
        double seconds =
                Math.max(Duration.ofMillis(1).toMillis(), facts.duration().toMillis()) / 1000.0;
        String name = String.valueOf(file.getFileName());
        return facts.videos().stream()
                .findFirst()
                .map(track -> new Source(
                        name,
                        file.toAbsolutePath(),
                        null,
                        track.shownWidth(),
                        track.shownHeight(),
                        track.frameRate() > 0 ? track.frameRate() : Scene.RATE,
                        seconds))
                .orElseGet(() -> new Source(name, file.toAbsolutePath(), null, 0, 0, 0, seconds));
    }
}
