package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.ProcessorShare;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.ChunkRules;
import dev.tenure.transcode.plan.Chunking;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A picture encoded in chunks and joined is the picture that one encode makes, frame for frame; its sound is the same to the byte. */
class ChunksIT {

    /** What a viewer may lose at a seam, in decibels: less than a key frame more or less changes. */
    private static final double SEAM_LOSS = 1.5;

    private static final Chunking CHUNKING = new Chunking(new ChunkRules(Duration.ofSeconds(1), Duration.ofSeconds(2)));

    private static final MediaEngine H264 = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());

    private MediaEngine engine = H264;

    @TempDir
    private Path directory;

    static Stream<Arguments> sources() {
        String picture = "-f lavfi -i testsrc2=s=320x180:r=25:d=12";
        String sound = " -f lavfi -i sine=440:b=4:d=12";
        return Stream.of(
                Arguments.of(
                        "constant rate",
                        "s.mkv",
                        Container.MATROSKA,
                        picture + sound + " -c:v mpeg4 -q:v 4 -g 25 -c:a libopus"),
                Arguments.of(
                        "reordered frames, open groups",
                        "s.mp4",
                        Container.MP4,
                        picture + sound
                                + " -c:v libx264 -preset fast -bf 3 -b_strategy 0 -x264-params open-gop=1:keyint=25"
                                + ":min-keyint=25:scenecut=0 -pix_fmt yuv420p -c:a aac"),
                Arguments.of(
                        "frames at varying distances",
                        "s.mp4",
                        Container.MP4,
                        picture + sound
                                + " -vf select='not(eq(mod(n\\,7)\\,3))*not(between(n\\,90\\,140))' -fps_mode vfr"
                                + " -c:v libx264 -preset fast -g 20 -pix_fmt yuv420p -c:a aac"),
                Arguments.of(
                        "a browser's recording",
                        "s.webm",
                        Container.MATROSKA,
                        picture + sound
                                + " -c:v libvpx -deadline realtime -cpu-used 8 -g 25 -c:a libopus -f webm -live 1"),
                Arguments.of(
                        "a picture that begins after the sound",
                        "s.mp4",
                        Container.MP4,
                        "-itsoffset 0.3 " + picture + sound + " -map 0 -map 1 -c:v libx264 -preset ultrafast -g 25"
                                + " -pix_fmt yuv420p -c:a aac"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void isTheSameAsOneEncode(String what, String name, Container container, String made) throws Exception {
        Path source = RealMedia.make(directory.resolve(name), made.split(" "));
        TranscodePlan plan = encoding(source, container);
        Path whole = directory.resolve("whole");
        engine.render(plan, source, RealMedia.labels(), whole, Progress.silent(), CancelSignal.never());

        Division.Cut cut = cut(plan, source, container);
        Path joined = joined(plan, cut, source);

        assertThat(cut.chunks()).hasSizeGreaterThan(2);
        assertThat(engine.verify(plan, joined, CancelSignal.never())).isInstanceOf(Verified.Sound.class);
        assertThat(shown(joined)).isEqualTo(shown(whole));
        assertThat(decoding(joined)).isSorted().doesNotHaveDuplicates();
        assertThat(sound(joined)).isEqualTo(sound(whole)).isNotEmpty();
        assertThat(heard(joined).getFirst()).isCloseTo(heard(whole).getFirst(), within(1000L));
        assertThat(heard(joined).getLast()).isCloseTo(heard(whole).getLast(), within(1000L));
        // The chunks begin where the source's frames are, so picture and sound are apart no more than in the source.
        assertThat(shown(joined).getFirst()
                        - (cut.times().micros(cut.times().first()) - cut.times().startMicros()))
                .isBetween(-1000L, 1000L);
        assertThat(shown(joined).getLast()
                        - (cut.times().micros(cut.times().last()) - cut.times().startMicros()))
                .isBetween(-1000L, 1000L);
        assertThat(worst(joined, source)).isCloseTo(worst(whole, source), within(SEAM_LOSS));
    }

    /** On a screen, whose repeats each chunk leaves out by itself and whose end is a frame that is held. */
    @ParameterizedTest
    @EnumSource
    void isAsLongAsOneEncodeWhereRepeatsAreLeftOut(PictureCodec codec) throws Exception {
        engine = new MediaEngine(RealMedia.tools(), MediaLimits.defaults(), ProcessorShare.whole(), codec);
        Path source = RealMedia.make(
                directory.resolve("s.mkv"),
                "-f lavfi -i testsrc=s=640x360:r=1:d=12,fps=25 -f lavfi -i sine=440:d=12 -c:v mpeg4 -q:v 2 -g 25 -c:a libopus"
                        .split(" "));
        TranscodePlan plan = encoding(source, Container.MATROSKA);
        Path whole = directory.resolve("whole");
        engine.render(plan, source, RealMedia.labels(), whole, Progress.silent(), CancelSignal.never());

        Path joined = joined(plan, cut(plan, source, Container.MATROSKA), source);

        assertThat(engine.verify(plan, joined, CancelSignal.never())).isInstanceOf(Verified.Sound.class);
        assertThat(shown(whole)).hasSizeLessThan(250);
        assertThat(shown(joined)).containsAll(seconds(shown(whole)));
        assertThat(lasting(joined)).isCloseTo(lasting(whole), within(0.05)).isCloseTo(12, within(0.05));
    }

    @Test
    void everyChunkIsMadeOnceAndJoinedOnce() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("s.mkv"), "-f lavfi -i testsrc2=s=160x120:r=10:d=8 -c:v mpeg4 -g 10".split(" "));
        TranscodePlan plan = encoding(source, Container.MATROSKA);
        Division.Cut cut = cut(plan, source, Container.MATROSKA);
        Path joined = joined(plan, cut, source);
        long before = Files.getLastModifiedTime(joined.resolve("video.mp4")).toMillis();

        joined(plan, cut, source);

        assertThat(Files.getLastModifiedTime(joined.resolve("video.mp4")).toMillis())
                .isEqualTo(before);
        assertThat(shown(joined)).hasSize(80);
    }

    @Test
    void chunksInTheWrongOrderAreNotJoined() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("s.mkv"), "-f lavfi -i testsrc2=s=160x120:r=10:d=9.3 -c:v mpeg4 -g 10".split(" "));
        TranscodePlan plan = encoding(source, Container.MATROSKA);
        Division.Cut cut = cut(plan, source, Container.MATROSKA);
        List<Path> chunks = new ArrayList<>(chunks(plan, cut, source));
        chunks.set(
                1,
                RealMedia.make(
                        directory.resolve("foreign.mp4"),
                        "-f lavfi -i testsrc2=s=64x64:r=10:d=2 -c:v libx264 -pix_fmt yuv420p".split(" ")));

        assertThatThrownBy(() -> engine.join(
                        plan,
                        cut,
                        chunks,
                        source,
                        RealMedia.labels(),
                        directory.resolve("joined"),
                        Progress.silent(),
                        CancelSignal.never()))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("do not fit together");
        assertThat(directory.resolve("joined").resolve("video.mp4")).doesNotExist();
    }

    private Path joined(TranscodePlan plan, Division.Cut cut, Path source) throws Exception {
        Path attempt = directory.resolve("joined");
        engine.join(
                plan,
                cut,
                chunks(plan, cut, source),
                source,
                RealMedia.labels(),
                attempt,
                Progress.silent(),
                CancelSignal.never());
        engine.render(plan, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());
        return attempt;
    }

    private List<Path> chunks(TranscodePlan plan, Division.Cut cut, Path source) {
        List<Path> files = new ArrayList<>();
        // Whatever order workers take them in.
        for (Chunk chunk : cut.chunks().reversed()) {
            Path file = directory.resolve("made-" + chunk.number() + ".mp4");
            engine.encodeChunk(plan, cut, chunk, source, file, Progress.silent(), CancelSignal.never());
            files.addFirst(file);
        }
        return files;
    }

    private TranscodePlan encoding(Path source, Container container) {
        return ((Planned.Accepted) engine.planEncoding(facts(source, container))).plan();
    }

    private Division.Cut cut(TranscodePlan plan, Path source, Container container) {
        FrameTimes times = engine.frameTimes(plan, source, directory, CancelSignal.never());
        return (Division.Cut) CHUNKING.divide(facts(source, container), plan, 1, times);
    }

    private MediaFacts facts(Path source, Container container) {
        return ((Probed.Found) engine.probe(source, container, directory, CancelSignal.never())).facts();
    }

    /** When frames are shown, in microseconds. */
    private static List<Long> shown(Path attempt) throws Exception {
        return micros(attempt, "v", "packet=pts_time").stream().sorted().toList();
    }

    /** Those at which the source's picture changes. */
    private static List<Long> seconds(List<Long> micros) {
        return micros.stream().filter(at -> at % 1_000_000 == 0).toList();
    }

    private static double lasting(Path attempt) throws Exception {
        return Double.parseDouble(RealMedia.ffprobe(
                        attempt.resolve("video.mp4"),
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=duration",
                        "-of",
                        "csv=p=0")
                .strip());
    }

    private static List<Long> heard(Path attempt) throws Exception {
        return micros(attempt, "a", "packet=pts_time");
    }

    private static List<Long> decoding(Path attempt) throws Exception {
        return micros(attempt, "v", "packet=dts_time");
    }

    private static List<Long> micros(Path attempt, String stream, String entries) throws Exception {
        return RealMedia.ffprobe(
                        attempt.resolve("video.mp4"),
                        "-select_streams",
                        stream,
                        "-show_entries",
                        entries,
                        "-of",
                        "csv=p=0")
                .lines()
                .map(line -> line.replace(",", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> Math.round(Double.parseDouble(line) * 1_000_000))
                .toList();
    }

    private static String sound(Path attempt) throws Exception {
        return RealMedia.ffprobe(
                attempt.resolve("video.mp4"),
                "-select_streams",
                "a",
                "-show_data_hash",
                "sha256",
                "-show_entries",
                "packet=data_hash",
                "-of",
                "csv=p=0");
    }

    /** The lowest likeness of a frame to that of the source which is shown at the same time. */
    private double worst(Path attempt, Path source) throws Exception {
        Path stats = directory.resolve(attempt.getFileName() + ".psnr");
        RealMedia.make(
                directory.resolve(attempt.getFileName() + ".crc"),
                "-i",
                attempt.resolve("video.mp4").toString(),
                "-i",
                source.toString(),
                "-lavfi",
                "[0:v]settb=1/1000[a];[1:v]settb=1/1000[b];[a][b]psnr=stats_file=" + stats,
                "-f",
                "framecrc");
        return Files.readAllLines(stats).stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .filter(word -> word.startsWith("psnr_avg:"))
                .mapToDouble(word ->
                        Double.parseDouble(word.substring("psnr_avg:".length()).replace("inf", "100")))
                .min()
                .orElseThrow();
    }
}
