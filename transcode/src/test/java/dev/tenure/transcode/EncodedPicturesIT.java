package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.PictureSample;
import dev.tenure.transcode.media.ProcessorShare;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.media.Survey;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.Content;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is really made of real pictures. */
class EncodedPicturesIT {

    private static final String VP8 = " -pix_fmt yuv420p -c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M";

    private static MediaEngine engine;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        engine = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());
    }

    private record Packet(double seconds, boolean key) {}

    @Test
    void leavesOutRepeatsAndHoldsTheLastFrameToTheEnd() throws Exception {
        // A slide, a slide, and half a minute in which nobody says a word.
        Path source = make(
                "slides.webm",
                "-f lavfi -i testsrc=s=640x360:r=25:d=0.04,loop=loop=-1:size=1,trim=duration=6"
                        + " -f lavfi -i rgbtestsrc=s=640x360:r=25:d=0.04,loop=loop=-1:size=1,trim=duration=19.5"
                        + " -filter_complex [0:v][1:v]concat=n=2:v=1" + VP8);

        TranscodePlan plan = plan(engine, source, Container.MATROSKA);
        Path media = rendered(engine, plan, source);

        List<Packet> packets = packets(media);
        assertThat(packets.size()).isBetween(25, 200);
        assertThat(packets.getFirst().seconds()).isZero();
        assertThat(distances(packets)).allMatch(distance -> distance <= 1.01);
        assertThat(distances(packets.stream().filter(Packet::key).toList())).allMatch(distance -> distance <= 11.01);
        assertThat(packets).filteredOn(Packet::key).anyMatch(packet -> Math.abs(packet.seconds() - 6) < 0.1);
        assertThat(seconds(media)).isCloseTo(25.5, within(0.1));
    }

    @Test
    void keepsEveryFrameOfACamera() throws Exception {
        Path source = make("camera.webm", "-f lavfi -i color=gray:s=640x360:r=25:d=4,noise=alls=12:allf=t" + VP8);

        TranscodePlan plan = plan(engine, source, Container.MATROSKA);
        Path media = rendered(engine, plan, source);

        assertThat(plan.picture().orElseThrow().content()).isEqualTo(Content.CAMERAS);
        assertThat(packets(media)).hasSize(100);
        assertThat(seconds(media)).isCloseTo(4, within(0.05));
    }

    @Test
    void encodesToAv1WhereThatIsWanted() throws Exception {
        Path source = make(
                "screen.webm",
                "-f lavfi -i testsrc=s=640x360:r=25:d=12 -f lavfi -i sine=440:d=12" + " -c:a libopus" + VP8);
        MediaEngine av1 =
                new MediaEngine(RealMedia.tools(), MediaLimits.defaults(), ProcessorShare.whole(), PictureCodec.AV1);

        Path media = rendered(av1, plan(av1, source, Container.MATROSKA), source);

        assertThat(RealMedia.ffprobe(media, "-show_entries", "stream=codec_name", "-of", "csv=p=0"))
                .contains("av1")
                .contains("aac");
        List<Packet> keys = packets(media).stream().filter(Packet::key).toList();
        assertThat(keys).hasSizeGreaterThan(1);
        assertThat(distances(keys)).allMatch(distance -> distance <= 10.1);
        assertThat(plan(av1, media, Container.MP4).remuxOnly()).isTrue();
    }

    @Test
    void keepsOneSizeWhereTheSourceChangesItsOwn() throws Exception {
        Path wide = make("wide.ts", "-f lavfi -i testsrc2=s=640x360:r=25:d=2 -c:v mpeg4 -q:v 4 -bf 0 -f mpegts");
        Path tall = make(
                "tall.ts",
                "-f lavfi -i testsrc2=s=480x480:r=25:d=2 -c:v mpeg4 -q:v 4 -bf 0" + " -output_ts_offset 2 -f mpegts");
        Path source = directory.resolve("both.ts");
        Files.write(source, Files.readAllBytes(wide));
        Files.write(source, Files.readAllBytes(tall), java.nio.file.StandardOpenOption.APPEND);

        Path media = rendered(engine, plan(engine, source, Container.MPEG_TS), source);

        String sizes = RealMedia.ffprobe(media, "-show_entries", "frame=width,height", "-of", "csv=p=0");
        assertThat(sizes.lines()
                        .map(line -> line.replace(",", " ").strip())
                        .filter(line -> !line.isEmpty())
                        .distinct())
                .containsExactly("640 360");
        assertThat(seconds(media)).isCloseTo(4, within(0.3));
    }

    @Test
    void bringsRicherColoursToTheCommonSampling() throws Exception {
        Path source = make(
                "colours.mkv",
                "-f lavfi -i testsrc2=s=320x240:r=25:d=1 -pix_fmt yuv422p10le -c:v libx264" + " -preset ultrafast");

        Path media = rendered(engine, plan(engine, source, Container.MATROSKA), source);

        assertThat(RealMedia.ffprobe(media, "-show_entries", "stream=pix_fmt", "-of", "csv=p=0"))
                .contains("yuv420p")
                .doesNotContain("10le");
    }

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource({
        // White paper of 203 cd/m² in either transfer, by recorders that tell the primaries and by others.
        "smpte2084, :color_primaries=bt2020:colorspace=bt2020nc, 594",
        "smpte2084, '', 594",
        "arib-std-b67, :color_primaries=bt2020:colorspace=bt2020nc, 721",
    })
    void mapsAHighDynamicRange(String transfer, String primaries, int paper) throws Exception {
        Path source = make(
                "bright.mkv",
                "-f lavfi -i color=gray:s=320x240:r=25:d=1,format=yuv420p10le,lutyuv=y=%d:u=512:v=512,setparams=color_trc=%s%s"
                                .formatted(paper, transfer, primaries)
                        + " -c:v libx265 -preset ultrafast");

        Path media = rendered(engine, plan(engine, source, Container.MATROSKA), source);

        assertThat(RealMedia.ffprobe(media, "-show_entries", "stream=pix_fmt,color_transfer", "-of", "csv=p=0"))
                .contains("yuv420p,bt709");
        String luma = RealMedia.ffprobe(
                Path.of("movie=" + media + ",signalstats"),
                "-f lavfi -show_entries frame_tags=lavfi.signalstats.YAVG -of csv=p=0".split(" "));
        assertThat(Double.parseDouble(luma.lines().findFirst().orElseThrow().replace(",", "")))
                .isBetween(170.0, 210.0);
    }

    @Test
    void looksOnlyAtWhatIsEncoded() throws Exception {
        Path source = make("plays.mp4", "-f lavfi -i testsrc2=s=320x240:r=25:d=2 -pix_fmt yuv420p -c:v libx264");

        MediaFacts facts = facts(engine, source, Container.MP4);
        MediaFacts looked = engine.look(source, facts, directory, CancelSignal.never());

        assertThat(facts.looks()).isEmpty();
        assertThat(looked.looks()).map(PictureSample::frames).hasValue(30);
        assertThat(((Planned.Accepted) engine.planEncoding(looked))
                        .plan()
                        .picture()
                        .orElseThrow()
                        .treatment())
                .isEqualTo(Treatment.ENCODE);
    }

    @Test
    void encodesWhatCouldNotBeLookedAt() throws Exception {
        Path source = make("film.webm", "-f lavfi -i testsrc2=s=320x240:r=25:d=20" + VP8);
        MediaFacts facts = facts(engine, source, Container.MATROSKA).surveyed(Survey.NONE);
        Path broken = Files.writeString(directory.resolve("broken.webm"), "no film any more");

        MediaFacts looked = engine.look(broken, facts, directory, CancelSignal.never());

        assertThat(looked).isEqualTo(facts);
        TranscodePlan plan = ((Planned.Accepted) engine.plan(looked)).plan();
        assertThat(plan.reasons()).contains("Taken for cameras: no moment of it could be looked at.");
        assertThat(rendered(engine, plan, source)).isNotEmptyFile();
    }

    @Test
    void aLookThatTakesTooLongIsNoFailureEither() throws Exception {
        Path source = make("film.webm", "-f lavfi -i testsrc2=s=320x240:r=25:d=60" + VP8);
        MediaFacts facts = facts(engine, source, Container.MATROSKA).surveyed(Survey.NONE);
        Path silent = directory.resolve("silent.webm");
        assertThat(new ProcessBuilder("mkfifo", silent.toString()).start().waitFor())
                .isZero();

        long begun = System.nanoTime();
        MediaFacts looked = hasty().look(silent, facts, directory, CancelSignal.never());

        assertThat(looked).isEqualTo(facts);
        // One limit, not one for each moment.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aLookEndsWhenItIsCalledOff() throws Exception {
        Path source = make("film.webm", "-f lavfi -i testsrc2=s=320x240:r=25:d=20" + VP8);
        MediaFacts facts = facts(engine, source, Container.MATROSKA).surveyed(Survey.NONE);

        assertThatThrownBy(() -> engine.look(source, facts, directory, () -> true))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(MediaFailure.Cancelled.class));
        assertThat(directory).isDirectoryNotContaining("glob:**/.work-*");
    }

    /** Probes for a second at most. */
    private static MediaEngine hasty() {
        MediaLimits defaults = MediaLimits.defaults();
        return new MediaEngine(
                RealMedia.tools(),
                new MediaLimits(
                        Duration.ofSeconds(1),
                        defaults.renderWallBase(),
                        defaults.renderWallFactor(),
                        defaults.idle(),
                        Duration.ofMillis(200),
                        defaults.addressSpaceBytes(),
                        defaults.maxPixels(),
                        defaults.maxAllocBytes(),
                        defaults.maxStreams(),
                        defaults.maxDuration(),
                        defaults.maxOutputBytes(),
                        defaults.fullDecode()));
    }

    private Path make(String name, String arguments) throws Exception {
        return RealMedia.make(directory.resolve(name), arguments.split(" "));
    }

    private MediaFacts facts(MediaEngine engine, Path source, Container container) {
        Probed probed = engine.probe(source, container, directory, CancelSignal.never());
        assertThat(probed).isInstanceOf(Probed.Found.class);
        return ((Probed.Found) probed).facts();
    }

    private TranscodePlan plan(MediaEngine engine, Path source, Container container) {
        Planned planned = engine.plan(facts(engine, source, container));
        assertThat(planned).isInstanceOf(Planned.Accepted.class);
        return ((Planned.Accepted) planned).plan();
    }

    private Path rendered(MediaEngine engine, TranscodePlan plan, Path source) {
        Path attempt = directory.resolve("attempt");
        engine.render(plan, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());
        Verified verified = engine.verify(plan, attempt, CancelSignal.never());
        assertThat(verified).isInstanceOf(Verified.Sound.class);
        VideoTrack track = ((Verified.Sound) verified).media().videos().getFirst();
        assertThat(track.codec()).isEqualTo(plan.picture().orElseThrow().codec().probed());
        return attempt.resolve(plan.mediaFile());
    }

    private static List<Packet> packets(Path media) throws IOException, InterruptedException {
        String printed = RealMedia.ffprobe(
                media, "-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0");
        List<Packet> packets = new ArrayList<>();
        for (String line : printed.lines().filter(line -> !line.isBlank()).toList()) {
            String[] fields = line.split(",", -1);
            packets.add(new Packet(Double.parseDouble(fields[0]), fields[1].startsWith("K")));
        }
        packets.sort(java.util.Comparator.comparingDouble(Packet::seconds));
        return packets;
    }

    private static List<Double> distances(List<Packet> packets) {
        List<Double> distances = new ArrayList<>();
        for (int i = 1; i < packets.size(); i++) {
            distances.add(packets.get(i).seconds() - packets.get(i - 1).seconds());
        }
        return distances;
    }

    private static double seconds(Path media) throws IOException, InterruptedException {
        return Double.parseDouble(
                RealMedia.ffprobe(media, "-select_streams", "v", "-show_entries", "stream=duration", "-of", "csv=p=0")
                        .strip());
    }
}
