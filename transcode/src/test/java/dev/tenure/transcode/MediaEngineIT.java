package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.transcode.OutputFile.Kind;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.mp4.FragmentIndex;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.Recipe;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sources through the whole engine; what is asserted is the media that came out. */
class MediaEngineIT {

    private static MediaEngine engine;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        engine = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());
    }

    @Test
    void encodesAnMpeg4Recording() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                args(
                        "-f lavfi -i testsrc2=s=640x360:r=25:d=20 -f lavfi -i sine=440:d=20 -c:v mpeg4 -q:v 5 -c:a libopus"));
        List<Double> fractions = new ArrayList<>();

        TranscodePlan plan = plan(source, Container.MATROSKA);
        Path attempt = directory.resolve("attempt");
        Rendered rendered = engine.render(
                plan, source, RealMedia.labels(), attempt, (at, speed) -> fractions.add(at), CancelSignal.never());
        Verified.Sound sound = sound(plan, attempt);

        assertThat(plan.recipe()).isEqualTo(Recipe.VERSION);
        assertThat(rendered.outputs())
                .extracting(OutputFile::kind)
                .containsExactly(
                        Kind.VIDEO, Kind.PLAYLIST, Kind.POSTER, Kind.LISTENING, Kind.STORYBOARD, Kind.STORYBOARD);
        assertThat(sound.outputs()).isEqualTo(rendered.outputs());
        assertThat(sound.segments()).isBetween(2, 4);
        assertThat(fractions).isSorted().last().isEqualTo(1.0);
        assertThat(files(attempt))
                .containsExactlyInAnyOrder(
                        "video.mp4", "index.m3u8", "poster.jpg", "audio.m4a", "storyboard1.jpg", "storyboard.vtt");
        assertPlaysAsHls(attempt, 20);
        assertThat(RealMedia.ffprobe(
                        attempt.resolve("video.mp4"), "-show_entries", "format_tags", "-of", "default=nw=1"))
                .contains("title=Weekly; --planning=\"x\" -i /etc/passwd")
                .contains("creation_time=2026-05-04T09:30:00.000000Z")
                .contains("Retention: 30 days. Notice: announced by voice.");
    }

    @Test
    void copiesWhatPlaysAlready() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mp4"),
                args("-f lavfi -i testsrc2=s=640x360:r=25:d=12 -f lavfi -i sine=440:d=12 -c:v libx264 -preset ultrafast"
                        + " -pix_fmt yuv420p -g 50 -c:a aac -ac 2"));

        TranscodePlan plan = plan(source, Container.MP4);
        Verified.Sound sound = rendered(plan, source);

        assertThat(plan.remuxOnly()).isTrue();
        assertThat(sound.media().videos().getFirst().profile()).isEqualTo("Constrained Baseline");
        assertPlaysAsHls(directory.resolve("attempt"), 12);
    }

    @Test
    void makesSoundOnlyOfSoundOnly() throws Exception {
        Path source =
                RealMedia.make(directory.resolve("source.ogg"), args("-f lavfi -i sine=440:d=15 -c:a libopus -ac 1"));

        TranscodePlan plan = plan(source, Container.OGG);
        Verified.Sound sound = rendered(plan, source);

        assertThat(sound.outputs()).extracting(OutputFile::kind).containsExactly(Kind.AUDIO, Kind.PLAYLIST);
        assertThat(sound.segments()).isBetween(2, 4);
        assertThat(sound.media().audios().getFirst().channels()).isOne();
        assertPlaysAsHls(directory.resolve("attempt"), 15);
    }

    @Test
    void measuresABrowserRecordingWithoutALength() throws Exception {
        // A live WebM, as MediaRecorder writes it, has neither duration nor cues.
        Path source = RealMedia.make(
                directory.resolve("source.webm"),
                args("-f lavfi -i testsrc2=s=320x240:r=15:d=6 -f lavfi -i sine=440:d=6 -c:v libvpx -deadline realtime"
                        + " -cpu-used 8 -c:a libopus -f webm -live 1"));

        TranscodePlan plan = plan(source, Container.MATROSKA);
        rendered(plan, source);

        assertThat(plan.duration().toMillis()).isCloseTo(6000, within(300L));
    }

    @Test
    void padsOddSizesInsteadOfScaling() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.webm"),
                args(
                        "-f lavfi -i testsrc=s=853x479:r=25:d=3 -pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8"));

        TranscodePlan plan = plan(source, Container.MATROSKA);
        Verified.Sound sound = rendered(plan, source);

        VideoTrack track = sound.media().videos().getFirst();
        assertThat(track.width()).isEqualTo(854);
        assertThat(track.height()).isEqualTo(480);
        assertThat(plan.audio()).isNull();
    }

    @Test
    void turnsARotatedPictureUpright() throws Exception {
        Path upright = RealMedia.make(
                directory.resolve("upright.mp4"), args("-f lavfi -i testsrc2=s=640x360:r=25:d=3 -c:v mpeg4 -q:v 5"));
        Path source = RealMedia.make(
                directory.resolve("source.mp4"), "-display_rotation", "90", "-i", upright.toString(), "-c", "copy");

        TranscodePlan plan = plan(source, Container.MP4);
        Verified.Sound sound = rendered(plan, source);

        VideoTrack track = sound.media().videos().getFirst();
        assertThat(track.width()).isEqualTo(360);
        assertThat(track.height()).isEqualTo(640);
        assertThat(track.rotation()).isZero();
    }

    @Test
    void keepsTheFramesOfAScreenAsTheyAre() throws Exception {
        // Three frames a second, of which most are dropped: what a screen share sends.
        Path source = RealMedia.make(
                directory.resolve("source.webm"),
                args("-f lavfi -i testsrc2=s=640x360:r=5:d=30 -vf select='lt(n\\,5)+not(mod(n\\,7))' -fps_mode vfr"
                        + " -c:v libvpx -deadline realtime -cpu-used 8"));

        TranscodePlan plan = plan(source, Container.MATROSKA);
        rendered(plan, source);

        assertThat(plan.picture().orElseThrow().reorder()).isFalse();
        assertThat(times(directory.resolve("attempt/video.mp4"))).isEqualTo(times(source));
    }

    @Test
    void keepsTheLengthOfAScreenThatSendsFewFramesAfterMany() throws Exception {
        // Ten a second while somebody moves, then one in five seconds, all alike: what a shared screen sends that
        // nobody touches.
        Path source = RealMedia.make(
                directory.resolve("source.webm"),
                args(
                        "-f lavfi -i color=0x204060:s=640x360:r=10:d=41 -vf select='lt(n\\,60)+not(mod(n\\,50))' -fps_mode vfr"
                                + " -c:v libvpx -deadline realtime -cpu-used 8"));

        TranscodePlan plan = plan(source, Container.MATROSKA);
        Verified.Sound sound = rendered(plan, source);

        assertThat(plan.picture().orElseThrow().repeats()).isZero();
        assertThat(sound.media().duration()).isCloseTo(plan.duration(), Duration.ofMillis(500));
        assertThat(times(directory.resolve("attempt/video.mp4"))).isEqualTo(times(source));
    }

    @Test
    void shrinksACameraTo1080pAndNoFurther() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                args("-f lavfi -i color=gray:s=2560x1440:r=25:d=1,noise=alls=12:allf=t -c:v mpeg4 -q:v 8"));

        Verified.Sound sound = rendered(plan(source, Container.MATROSKA), source);

        assertThat(sound.media().videos().getFirst().width()).isEqualTo(1920);
        assertThat(sound.media().videos().getFirst().height()).isEqualTo(1080);
    }

    @Test
    void findsAPosterBehindABlackStart() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                args("-f lavfi -i color=black:s=320x240:r=10:d=10 -f lavfi -i color=white:s=320x240:r=10:d=10"
                        + " -filter_complex [0][1]concat=n=2 -c:v mpeg4 -q:v 5"));

        rendered(plan(source, Container.MATROSKA), source);

        String luma = RealMedia.ffprobe(
                Path.of("movie=" + directory.resolve("attempt/poster.jpg") + ",signalstats"),
                args("-f lavfi -show_entries frame_tags=lavfi.signalstats.YAVG -of csv=p=0"));
        assertThat(Double.parseDouble(luma.strip())).isGreaterThan(150);
    }

    @Test
    void takesABlackPosterWhereThereIsNothingElse() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"), args("-f lavfi -i color=black:s=320x240:r=10:d=3 -c:v mpeg4 -q:v 5"));

        assertThat(rendered(plan(source, Container.MATROSKA), source).outputs()).hasSize(5);
    }

    @Test
    void keepsSoundBehindAShortPictureInSmallFragments() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                args(
                        "-f lavfi -i testsrc2=s=320x240:r=10:d=5 -f lavfi -i sine=440:d=100 -c:v mpeg4 -q:v 5 -c:a libopus"));

        rendered(plan(source, Container.MATROSKA), source);

        assertThat(FragmentIndex.read(directory.resolve("attempt/video.mp4"))
                        .fragments()
                        .size())
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    void makesOnlyWhatIsMissingWhenRunAgain() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"), args("-f lavfi -i testsrc2=s=320x240:r=10:d=3 -c:v mpeg4 -q:v 5"));
        TranscodePlan plan = plan(source, Container.MATROSKA);
        rendered(plan, source);
        Path attempt = directory.resolve("attempt");
        FileTime made = Files.getLastModifiedTime(attempt.resolve("video.mp4"));
        Files.delete(attempt.resolve("poster.jpg"));
        Files.delete(attempt.resolve("index.m3u8"));
        Files.createDirectories(attempt.resolve(".work-media/left-by-a-killed-run"));
        Files.delete(source);

        engine.render(plan, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());

        assertThat(sound(plan, attempt).outputs()).hasSize(5);
        assertThat(Files.getLastModifiedTime(attempt.resolve("video.mp4"))).isEqualTo(made);
    }

    @Test
    void rejectsOutputsThatWereTamperedWith() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"), args("-f lavfi -i testsrc2=s=320x240:r=10:d=8 -c:v mpeg4 -q:v 5"));
        TranscodePlan plan = plan(source, Container.MATROSKA);
        rendered(plan, source);
        Path attempt = directory.resolve("attempt");
        byte[] video = Files.readAllBytes(attempt.resolve("video.mp4"));
        Path playlist = attempt.resolve("index.m3u8");
        String text = Files.readString(playlist);

        Files.writeString(playlist, text.replace("@", "@1"));
        assertThat(engine.verify(plan, attempt, CancelSignal.never())).isInstanceOf(Verified.Rejected.class);
        Files.writeString(playlist, text);
        Files.write(attempt.resolve("video.mp4"), java.util.Arrays.copyOf(video, video.length / 2));
        assertThat(engine.verify(plan, attempt, CancelSignal.never())).isInstanceOf(Verified.Rejected.class);
        for (int i = video.length / 2; i < video.length / 2 + 3000; i++) {
            video[i] = (byte) (i * 31);
        }
        Files.write(attempt.resolve("video.mp4"), video);
        assertThat(engine.verify(plan, attempt, CancelSignal.never())).isInstanceOf(Verified.Rejected.class);
        Files.delete(attempt.resolve("poster.jpg"));
        assertThat(engine.verify(plan, attempt, CancelSignal.never()))
                .isEqualTo(new Verified.Rejected("poster.jpg is missing."));
    }

    private TranscodePlan plan(Path source, Container expected) throws IOException {
        byte[] head = new byte[Container.SNIFF_BYTES];
        try (var in = Files.newInputStream(source)) {
            assertThat(in.readNBytes(head, 0, head.length)).isPositive();
        }
        assertThat(Container.sniff(head)).hasValue(expected);
        Probed probed = engine.probe(source, expected, directory, CancelSignal.never());
        assertThat(probed).isInstanceOf(Probed.Found.class);
        MediaFacts facts = ((Probed.Found) probed).facts();
        Planned planned = engine.plan(facts);
        assertThat(planned).as(facts.toString()).isInstanceOf(Planned.Accepted.class);
        TranscodePlan plan = ((Planned.Accepted) planned).plan();
        boolean copied = plan.picture().isPresent() && plan.picture().get().treatment() == Treatment.COPY;
        assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith("Picture copied") == copied);
        return plan;
    }

    private Verified.Sound rendered(TranscodePlan plan, Path source) {
        Path attempt = directory.resolve("attempt");
        engine.render(plan, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());
        return sound(plan, attempt);
    }

    private static Verified.Sound sound(TranscodePlan plan, Path attempt) {
        Verified verified = engine.verify(plan, attempt, CancelSignal.never());
        assertThat(verified).isInstanceOf(Verified.Sound.class);
        return (Verified.Sound) verified;
    }

    /** ffmpeg's own HLS demuxer reads the playlist's ranges, and so every fragment and the initialisation section. */
    private static void assertPlaysAsHls(Path attempt, int seconds) throws Exception {
        String said = RealMedia.ffprobe(
                attempt.resolve("index.m3u8"),
                args("-f hls -allowed_extensions ALL -count_frames -show_entries format=duration -of csv=p=0"));
        assertThat(Double.parseDouble(said.strip())).isCloseTo(seconds, within(0.3));
    }

    /** Presentation times of all frames in whole milliseconds. */
    private static List<Long> times(Path file) throws Exception {
        return RealMedia.ffprobe(file, args("-select_streams v -show_entries frame=pts_time -of csv=p=0"))
                .lines()
                .map(line -> Math.round(Double.parseDouble(line.replace(",", "")) * 1000))
                .toList();
    }

    private static List<String> files(Path attempt) throws IOException {
        try (Stream<Path> files = Files.list(attempt)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String[] args(String words) {
        return words.split(" ");
    }
}
