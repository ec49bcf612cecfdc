package dev.tenure.benchmarks.transcode;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedFfmpeg;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import dev.tenure.transcode.plan.PictureCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what is made of recordings. */
@Command(
        name = "transcode",
        mixinStandardHelpOptions = true,
        description = {
            "Makes recordings playable as the program does and as others do, and prints for each",
            "how fast that is, how many megabytes an hour of meeting becomes, what processor time",
            "it takes, and how near it is to its source (mean, and the best of the worst 1 %).",
            "Processor time is the kernel's account of all processes: what else the machine does",
            "changes it little. Without DIR it paints its own sources."
        })
public final class TranscodeCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "recordings to take instead of painted ones; everything in them is encoded")
    private @Nullable Path media;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "of each painted source (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--only", split = ",", description = "of the painted sources: ${COMPLETION-CANDIDATES}")
    private Set<Source.Kind> only = EnumSet.allOf(Source.Kind.class);

    @Option(
            names = "--vmaf-ffmpeg",
            paramLabel = "PATH",
            description = "an ffmpeg with libvmaf to judge quality (default: the machine's, else SSIM is taken)")
    private @Nullable Path vmafFfmpeg;

    @Option(names = "--no-quality", description = "leave out quality, which takes longer than everything else")
    private boolean withoutQuality;

    @Option(names = "--no-rivals", description = "leave out the others' profiles; no bar can then be judged by them")
    private boolean withoutRivals;

    @Option(names = "--no-av1", description = "leave out the AV1 option")
    private boolean withoutAv1;

    @Option(names = "--keep", paramLabel = "WORK", description = "work in this directory, and leave all files there")
    private @Nullable Path keep;

    private static final int HOUR = 3600;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Path directory = keep == null ? Files.createTempDirectory("tenure-bench") : Files.createDirectories(keep);
        directory = directory.toAbsolutePath();
        try {
            EmbeddedFfmpeg embedded = EmbeddedFfmpeg.install(EmbeddedDirectories.under(directory));
            FfmpegTools tools = new FfmpegTools(embedded.ffmpeg(), embedded.ffprobe(), embedded.environment());
            Tool tool = Tool.of(tools);
            Quality quality = withoutQuality ? null : Quality.of(vmafFfmpeg, tool, directory);
            Bench bench = new Bench(tools, tool, quality, directory);
            for (Source source : sources(tools, tool, directory)) {
                bench.measure(source);
            }
            out.println("Bars");
            boolean met = new Bars(bench.trials, quality != null && quality.vmaf()).print(out);
            return met ? 0 : 2;
        } finally {
            if (keep == null) {
                FileSystemUtils.deleteRecursively(directory);
            }
        }
    }

    private List<Source> sources(FfmpegTools tools, Tool tool, Path directory)
            throws IOException, InterruptedException {
        List<Source> sources = new ArrayList<>();
        if (media == null) {
            SourceMaker maker = new SourceMaker(tool, directory, seconds);
            for (Source.Kind kind : only) {
                sources.add(maker.make(kind));
            }
            return sources;
        }
        Pipeline pipeline = new Pipeline(tools, PictureCodec.H264);
        try (Stream<Path> files = Files.list(media)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sources.add(pipeline.source(file, directory));
            }
        }
        return sources;
    }

    /** One run of everything over each source. */
    private final class Bench {

        private final Tool tool;
        private final @Nullable Quality quality;
        private final Path directory;
        private final Pipeline h264;
        private final Pipeline av1;
        private final List<Trial> trials = new ArrayList<>();

        Bench(FfmpegTools tools, Tool tool, @Nullable Quality quality, Path directory) {
            this.tool = tool;
            this.quality = quality;
            this.directory = directory;
            this.h264 = new Pipeline(tools, PictureCodec.H264);
            this.av1 = new Pipeline(tools, PictureCodec.AV1);
        }

        void measure(Source source) throws Exception {
            out.printf("%s, %.0f s%n", source.name(), source.seconds());
            out.printf(
                    "  %-20s %8s %10s %9s %16s%n",
                    "", "MB/h", "CPU s/h", "realtime", quality == null ? "" : quality.measure());
            // Loads what a worker has long loaded.
            h264.facts(source.file(), directory);
            Pipeline.Made made = pipeline(source, h264, Bars.OURS, source.file(), false);
            List<String> bare = new ArrayList<>(h264.bare(made.plan(), source.file()));
            // The command's last word is the file it writes.
            bare.set(bare.size() - 1, "bare.mp4");
            add(source, Bars.BARE, directory.resolve("bare.mp4"), Cost.of(() -> tool.run(directory, bare)), false);
            pipeline(hour(source), h264, Bars.COPIED, hour(made.media()), true);
            if (source.picture() && !withoutAv1) {
                pipeline(source, av1, Bars.OURS_AV1, source.file(), false);
            }
            for (Rival rival : withoutRivals ? new Rival[0] : Rival.values()) {
                List<String> arguments = new ArrayList<>(rival.arguments(source));
                arguments.add("rival.mp4");
                add(
                        source,
                        rival.words(),
                        directory.resolve("rival.mp4"),
                        Cost.of(() -> tool.run(directory, arguments)),
                        true);
            }
            made.plan().reasons().forEach(reason -> out.println("  " + reason));
        }

        /** What was made, over and over for an hour: the cost of a copy per minute says nothing of that of an hour. */
        private Path hour(Path made) throws IOException, InterruptedException {
            Path hour = directory.resolve("hour.mp4");
            tool.run(
                    directory,
                    List.of(
                            "-hide_banner",
                            "-loglevel",
                            "error",
                            "-nostdin",
                            "-y",
                            "-stream_loop",
                            "-1",
                            "-i",
                            made.toString(),
                            "-c",
                            "copy",
                            "-t",
                            Integer.toString(HOUR),
                            hour.toString()));
            return hour;
        }

        private Source hour(Source source) {
            return new Source(
                    source.name(), source.file(), source.kind(), source.width(), source.height(), source.rate(), HOUR);
        }

        private Pipeline.Made pipeline(Source source, Pipeline pipeline, String way, Path from, boolean copying)
                throws Exception {
            Path attempt = directory.resolve(way.replaceAll("[^A-Za-z0-9]", ""));
            Pipeline.Made[] made = new Pipeline.Made[1];
            Cost cost = Cost.of(() -> made[0] = pipeline.run(from, attempt, copying));
            add(source, way, made[0].media(), cost, !copying);
            return made[0];
        }

        private void add(Source source, String way, Path file, Cost cost, boolean scored)
                throws IOException, InterruptedException {
            Quality.Score score =
                    scored && quality != null && source.picture() ? quality.score(source, file, directory) : null;
            Trial trial = new Trial(source, way, Files.size(file), cost, score);
            trials.add(trial);
            out.printf(
                    "  %-20s %8.1f %10.0f %7.1f × %16s%n",
                    way,
                    trial.megabytesPerHour(),
                    trial.cpuPerHour(),
                    trial.timesRealtime(),
                    score == null ? "" : "%.1f (%.1f)".formatted(score.mean(), score.worst()));
        }
    }
}
