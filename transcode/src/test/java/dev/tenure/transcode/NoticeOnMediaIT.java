package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.catalog.OnMedia;
import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.ChunkRules;
import dev.tenure.transcode.plan.Chunking;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.NoticeSound;
import dev.tenure.transcode.plan.NoticeWish;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a notice does to the pictures and the sound that come out. */
class NoticeOnMediaIT {

    private static final MediaEngine ENGINE = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());

    private static final String TERMS = "Recorded with notice spoken version 3 (en), kept until 2027-05-04";

    /** Grey, so that white letters and their dark box are seen by figures. It plays as it is. */
    private static final String GREY =
            "-f lavfi -i color=gray:s=640x360:r=25:d=8 -f lavfi -i sine=440:d=8 -c:v libx264 -preset ultrafast -g 25"
                    + " -pix_fmt yuv420p -c:a aac";

    private static final String BOTTOM = "crop=iw:40:0:ih-40";
    private static final String TOP = "crop=iw:100:0:0";

    @TempDir
    private Path directory;

    /** Brightness of a region of a frame. */
    private record Light(double at, double mean, double darkest, double brightest) {}

    private record Made(TranscodePlan plan, Path directory) {

        Path media() {
            return directory.resolve(plan.mediaFile());
        }
    }

    @Test
    void burnsALineIntoEveryFrameAndLeavesTheRestOfThePicture() throws Exception {
        Path source = RealMedia.make(directory.resolve("s.mp4"), GREY.split(" "));

        Made bare = made(source, null, "bare");
        Made lined = made(source, wish(Visible.LINE, "Recording"), "lined");

        assertThat(bare.plan().remuxOnly()).isTrue();
        assertThat(lined.plan().sound().orElseThrow().treatment()).isEqualTo(Treatment.COPY);
        assertThat(light(bare.media(), BOTTOM)).allMatch(frame -> frame.brightest() - frame.darkest() < 10);
        List<Light> bottom = light(lined.media(), BOTTOM);
        assertThat(bottom).hasSizeGreaterThan(5);
        assertThat(bottom).allMatch(frame -> frame.brightest() > 190 && frame.darkest() < 70);
        double grey = light(bare.media(), TOP).getFirst().mean();
        assertThat(light(lined.media(), TOP)).allMatch(frame -> Math.abs(frame.mean() - grey) < 3);
        assertThat(bottom.getLast().at()).isGreaterThan(6.5);
    }

    /** Were anything of it expanded, moved into another option or run, the line would change with time, or there were none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%{pts} %{n} %{localtime} %{e:t}",
                "it's :text=x:enable='lt(t,1)',negate,[a];[b]",
                "\\ \" ${HOME} 100% $(reboot)\n\n-i /etc/passwd",
                "\uD83D\uDE00 ä ß Ω Я"
            })
    void drawsHostileWordsAsWords(String words) throws Exception {
        Path source = RealMedia.make(directory.resolve("s.mp4"), GREY.split(" "));

        Made made = made(source, wish(Visible.LINE, words), "out");

        assertThat(made.plan().drawn().orElseThrow().lines().getFirst())
                .startsWith(words.strip().substring(0, 2));
        List<Light> frames = light(made.media(), BOTTOM);
        assertThat(frames).allMatch(frame -> frame.brightest() > 190);
        assertThat(frames)
                .allMatch(frame -> Math.abs(frame.mean() - frames.getFirst().mean()) < 2);
        assertThat(light(made.media(), TOP)).allMatch(frame -> frame.brightest() - frame.darkest() < 12);
    }

    /** A white page on which nothing happens for ten seconds, then something is written: no frame of its own would end the card. */
    @Test
    void dimsThePictureBehindACardForFourSecondsAndNoLonger() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("s.webm"),
                ("-f lavfi -i color=white:s=640x360:r=10:d=12"
                                + " -vf drawbox=x=99:y=99:w=80:h=80:color=black:t=fill:enable='gt(t,9)',select='not(mod(n\\,100))+eq(n\\,101)' -fps_mode vfr"
                                + " -pix_fmt yuv420p -c:v libvpx -deadline realtime -cpu-used 8")
                        .split(" "));

        Made made = made(source, wish(Visible.CARD, "This meeting is recorded."), "out");

        List<Light> frames = light(made.media(), "crop=iw:ih:0:0");
        assertThat(frames.getFirst().at()).isZero();
        assertThat(frames.getFirst().mean()).isBetween(20.0, 100.0);
        assertThat(frames.getFirst().brightest()).isGreaterThan(190);
        assertThat(frames.get(1).at()).isCloseTo(4, within(0.01));
        assertThat(frames.subList(1, frames.size())).allMatch(frame -> frame.mean() > 200);
        // What is behind a card is not gone: a fifth of a white page's light is left, none of a black one's.
        assertThat(light(made.media(), "crop=iw:40:0:0").getFirst().mean()).isGreaterThan(40);
    }

    @ParameterizedTest
    @EnumSource(value = Visible.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void isTheSameInChunks(Visible visible) throws Exception {
        // The picture begins behind the sound, and is cut within the time of the card.
        Path source = RealMedia.make(
                directory.resolve("s.mp4"),
                ("-itsoffset 0.3 -f lavfi -i color=gray:s=320x180:r=25:d=10,noise=alls=6:allf=t -f lavfi -i sine=440:d=10 -map 0"
                                + " -map 1 -c:v mpeg4 -q:v 4 -g 12 -c:a aac")
                        .split(" "));
        NoticeWish wish = wish(new OnMedia(visible, true), sound("sine=1000:d=2"), "Recording");
        Made whole = made(source, wish, "whole");

        Made joined = joined(source, whole.plan());

        assertThat(shown(joined)).hasSameSizeAs(shown(whole));
        List<Light> one = light(whole.media(), "crop=iw:60:0:ih-60");
        List<Light> other = light(joined.media(), "crop=iw:60:0:ih-60");
        for (int i = 0; i < one.size(); i++) {
            assertThat(other.get(i).at()).isCloseTo(one.get(i).at(), within(0.001));
            assertThat(other.get(i).mean()).isCloseTo(one.get(i).mean(), within(3.0));
        }
        assertThat(SoundIT.level(joined.media(), "atrim=0.2:1.8,bandpass=f=1000:w=50"))
                .isCloseTo(SoundIT.level(whole.media(), "atrim=0.2:1.8,bandpass=f=1000:w=50"), within(0.1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "m4a"})
    void playsTheNoticeOverWhatIsSaidAtTheBeginning(String kind) throws Exception {
        String words =
                "anoisesrc=c=pink:r=48000:d=16:seed=7,volume='if(lt(mod(t,0.7),0.5),1,0.01)':eval=frame,volume=-4dB";
        String picture = kind.equals("mp4") ? "-f lavfi -i color=gray:s=320x240:r=25:d=16 " : "";
        Path source = RealMedia.make(
                directory.resolve("s." + kind),
                (picture + "-f lavfi -i " + words
                                + " -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac -shortest")
                        .split(" "));
        NoticeSound notice = sound("sine=1000:d=3,volume=-20dB");

        Made made = made(source, wish(new OnMedia(Visible.NONE, true), notice), "out");
        Made bare = made(source, null, "bare");

        assertThat(bare.plan().remuxOnly()).isTrue();
        made.plan().picture().ifPresent(video -> assertThat(video.treatment()).isEqualTo(Treatment.COPY));
        for (Path file : List.of(made.media(), made.directory().resolve("audio.m4a"))) {
            String tone = "bandpass=f=1000:w=50";
            assertThat(SoundIT.level(file, "atrim=0.2:2.8," + tone))
                    .isGreaterThan(SoundIT.level(bare.media(), "atrim=0.2:2.8," + tone) + 10);
            assertThat(SoundIT.level(file, "atrim=5:12," + tone))
                    .isLessThan(SoundIT.level(file, "atrim=0.2:2.8," + tone) - 10);
            // What is said meanwhile steps back, and comes back.
            String others = "highpass=f=3000:poles=2,highpass=f=3000:poles=2";
            double before = SoundIT.level(file, "atrim=0:2.8," + others);
            double after = SoundIT.level(file, "atrim=4.2:7," + others);
            double recorded = SoundIT.level(bare.media(), "atrim=0:2.8," + others)
                    - SoundIT.level(bare.media(), "atrim=4.2:7," + others);
            assertThat(after - before + recorded).isBetween(10.0, 20.0);
        }
        SoundIT.Loudness heard = SoundIT.loudness(made.media());
        assertThat(heard.integrated()).isBetween(-23.0, -16.0);
        assertThat(heard.truePeak()).isLessThanOrEqualTo(-1.5);
    }

    @Test
    void keepsItsLengthWhereTheNoticeIsLonger() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("s.mp4"),
                "-f lavfi -i color=gray:s=320x240:r=25:d=2 -f lavfi -i sine=440:d=2 -c:v libx264 -pix_fmt yuv420p -c:a aac"
                        .split(" "));

        Made made = made(source, wish(new OnMedia(Visible.CARD, true), sound("sine=1000:d=5"), "Recording"), "out");

        assertThat(made.plan().reasons())
                .contains("Notice spoken version 3 (en) played over the beginning; the recording ends before it does.");
        assertThat(light(made.media(), "crop=iw:ih:0:0"))
                .allMatch(frame -> frame.at() < 2 && frame.mean() < 80)
                .isNotEmpty();
    }

    /** Renders, and has everything checked that the job checks. */
    private Made made(Path source, @Nullable NoticeWish wish, String name) throws IOException {
        MediaFacts facts = facts(source);
        MediaFacts looked = wish == null ? facts : ENGINE.look(source, facts, wish, directory, CancelSignal.never());
        TranscodePlan plan = ((Planned.Accepted) ENGINE.plan(looked, wish)).plan();
        Path attempt = attempt(plan, name);
        ENGINE.render(plan, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());
        assertThat(ENGINE.verify(plan, attempt, CancelSignal.never())).isInstanceOf(Verified.Sound.class);
        return new Made(plan, attempt);
    }

    private Path attempt(TranscodePlan plan, String name) throws IOException {
        Path attempt = Files.createDirectories(directory.resolve(name));
        if (plan.played().isPresent()) {
            Files.copy(directory.resolve("notice.wav"), attempt.resolve(MediaEngine.NOTICE_SOUND));
        }
        return attempt;
    }

    private Made joined(Path source, TranscodePlan plan) throws IOException {
        FrameTimes times = ENGINE.frameTimes(plan, source, directory, CancelSignal.never());
        Division.Cut cut = (Division.Cut) new Chunking(new ChunkRules(Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .divide(facts(source), plan, 1, times);
        assertThat(cut.micros(cut.chunks().getFirst())).isLessThan(4_000_000);
        List<Path> files = new ArrayList<>();
        for (Chunk chunk : cut.chunks()) {
            Path file = directory.resolve("made-" + chunk.number() + ".mp4");
            ENGINE.encodeChunk(plan, cut, chunk, source, file, Progress.silent(), CancelSignal.never());
            files.add(file);
        }
        Path attempt = attempt(plan, "joined");
        ENGINE.join(plan, cut, files, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());
        ENGINE.render(plan, source, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());
        assertThat(ENGINE.verify(plan, attempt, CancelSignal.never())).isInstanceOf(Verified.Sound.class);
        return new Made(plan, attempt);
    }

    private MediaFacts facts(Path source) throws IOException {
        return ((Probed.Found) ENGINE.probe(source, Playing.container(source), directory, CancelSignal.never()))
                .facts();
    }

    private NoticeSound sound(String made) throws Exception {
        Path file = RealMedia.make(directory.resolve("notice.wav"), "-f", "lavfi", "-i", made);
        return NoticeSound.of(facts(file)).orElseThrow();
    }

    private static NoticeWish wish(Visible visible, String... words) {
        return wish(new OnMedia(visible, false), null, words);
    }

    private static NoticeWish wish(OnMedia what, @Nullable NoticeSound sound, String... words) {
        return new NoticeWish(
                "01890a5d-ac96-774b-bcce-b302099a8057",
                what,
                "spoken version 3 (en)",
                List.of(words),
                TERMS,
                "plain",
                sound);
    }

    private static List<Long> shown(Made made) throws Exception {
        return light(made.media(), "crop=16:16:0:0").stream()
                .map(frame -> Math.round(frame.at() * 1000))
                .toList();
    }

    /** How bright a region of every frame is, in the order they are shown. */
    private static List<Light> light(Path media, String region) throws Exception {
        String tags = "lavfi.signalstats.YAVG,lavfi.signalstats.YMIN,lavfi.signalstats.YMAX";
        String frames = RealMedia.ffprobe(
                Path.of("movie=" + media + "," + region + ",signalstats"),
                "-f",
                "lavfi",
                "-show_entries",
                "frame=pts_time:frame_tags=" + tags,
                "-of",
                "compact=p=0");
        return frames.lines()
                .filter(line -> line.contains("YAVG"))
                .map(NoticeOnMediaIT::light)
                .toList();
    }

    private static Light light(String line) {
        return new Light(value(line, "pts_time"), value(line, "YAVG"), value(line, "YMIN"), value(line, "YMAX"));
    }

    private static double value(String line, String name) {
        for (String pair : line.split("\\|", -1)) {
            int end = pair.indexOf('=');
            if (end > 0 && pair.substring(0, end).endsWith(name)) {
                return Double.parseDouble(pair.substring(end + 1));
            }
        }
        throw new AssertionError(name + " is not in " + line);
    }
}
