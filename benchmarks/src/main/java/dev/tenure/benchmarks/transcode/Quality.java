package dev.tenure.benchmarks.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares what was made with its source, frame by frame at the source's rate and size: what a viewer has on the screen at that moment. */
final class Quality {

    /** Looked for among the machine's own programs: the one that comes along has no VMAF. */
    private static final Path ANY = Path.of("ffmpeg");

    /** One frame in so many is scored: VMAF looks at 1080p more slowly than x264 encodes it. */
    private static final int SCORED_OF = 5;

    /** Some programs know the filter and have no model for it. */
    private static final List<String> TRIAL = List.of(
            "-hide_banner",
            "-loglevel",
            "error",
            "-nostdin",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:d=0.2",
            "-lavfi",
            "[0:v]split[made][source];[made][source]libvmaf",
            "-f",
            "null",
            "-");

    private static final Pattern SSIM_LINE = Pattern.compile("All:([0-9.]+)");

    private final Tool tool;
    private final boolean vmaf;

    private Quality(Tool tool, boolean vmaf) {
        this.tool = tool;
        this.vmaf = vmaf;
    }

    /**
     * How near an output is to its source.
     *
     * @param worst the lowest one hundredth's upper bound: 99 of 100 scored frames are better
     */
    record Score(double mean, double worst) {}

    /** VMAF by the ffmpeg that was named, else by one that the machine has, else SSIM by our own. */
    static Quality of(@Nullable Path named, Tool own, Path directory) throws IOException, InterruptedException {
        Tool tool = new Tool(named == null ? ANY : named.toAbsolutePath(), Map.of());
        try {
            tool.run(directory, TRIAL);
            return new Quality(tool, true);
        } catch (IOException unable) {
            if (named != null) {
                throw new IllegalArgumentException(named + " does not measure VMAF: " + unable.getMessage(), unable);
            }
            return new Quality(own, false);
        }
    }

    boolean vmaf() {
        return vmaf;
    }

    String measure() {
        return vmaf ? "VMAF" : "SSIM × 100";
    }

    Score score(Source source, Path output, Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve("score.txt");
        Files.deleteIfExists(log);
        String same = String.format(Locale.ROOT, "fps=%.3f,", source.rate());
        String compare = vmaf
                ? "libvmaf=n_threads=2:n_subsample=%d:log_fmt=json:log_path=score.txt".formatted(SCORED_OF)
                : "ssim=stats_file=score.txt";
        tool.run(
                directory,
                List.of(
                        "-hide_banner",
                        "-loglevel",
                        "error",
                        "-nostdin",
                        "-i",
                        output.toString(),
                        "-i",
                        source.file().toString(),
                        "-t",
                        String.format(Locale.ROOT, "%.3f", source.seconds()),
                        "-lavfi",
                        "[0:v]" + same
                                + "scale=%d:%d:flags=bicubic,format=yuv420p[made];[1:v]"
                                        .formatted(source.width(), source.height())
                                + same + "format=yuv420p[source];[made][source]"
                                + compare,
                        "-f",
                        "null",
                        "-"));
        double[] scores = vmaf ? vmafScores(log) : ssimScores(log);
        if (scores.length == 0) {
            throw new IOException("no frame of " + output.getFileName() + " was scored");
        }
        Arrays.sort(scores);
        return new Score(Arrays.stream(scores).average().orElseThrow(), scores[scores.length / 100]);
    }

    private static double[] vmafScores(Path log) throws IOException {
        JsonNode frames = JsonMapper.shared().readTree(Files.readString(log)).path("frames");
        return frames.valueStream()
                .map(frame -> frame.path("metrics").path("vmaf"))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static double[] ssimScores(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(SSIM_LINE::matcher)
                .filter(java.util.regex.Matcher::find)
                .mapToDouble(found -> Double.parseDouble(found.group(1)) * 100)
                .toArray();
    }
}
