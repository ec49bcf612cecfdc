package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.transcode.Playing.Made;
import dev.tenure.transcode.plan.Treatment;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How loud what comes out is, measured in the outputs by the meter of EBU R128. */
class SoundIT {

    /** Pink noise that comes and goes like words, with a hard click every second: a wide range from mean to peak. */
    private static final String WORDS =
            "anoisesrc=c=pink:r=48000:d=20:seed=7,volume='if(lt(mod(t,0.7),0.5),1,0.01)':eval=frame"
                    + ",aeval='val(0)+if(lt(mod(t,1),0.0005),0.9,0)'";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {-30, -14, 0, 12})
    void bringsSpeechToOneLoudness(int decibels) throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                "-f",
                "lavfi",
                "-i",
                WORDS + ",volume=" + decibels + "dB",
                "-c:a",
                "pcm_f32le");

        Made made = Playing.made(source);
        Loudness heard = loudness(made.media());

        assertThat(heard.integrated()).isBetween(-23.0, -16.0);
        assertThat(heard.truePeak()).isLessThanOrEqualTo(-1.5);
        assertThat(made.verified().media().audios().getFirst().channels()).isOne();
    }

    /** As a recorder makes it that writes a track for each speaker. */
    @Test
    void mixesSpeakersBesideAPictureThatIsEncoded() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                args(
                        "-f lavfi -i testsrc2=s=320x240:r=25:d=6 -f lavfi -i sine=440:d=6 -f lavfi -i sine=3000:d=6 -map 0 -map 1 -map 2"
                                + " -c:v mpeg4 -q:v 5 -c:a libopus"));

        Made made = Playing.made(source);

        assertThat(made.plan().picture().orElseThrow().treatment()).isEqualTo(Treatment.ENCODE);
        assertThat(level(made.media(), "bandpass=f=440:w=50")).isGreaterThan(-40);
        assertThat(level(made.media(), "bandpass=f=3000:w=50")).isGreaterThan(-40);
    }

    @Test
    void doesNotPumpUpSilence() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                "-f",
                "lavfi",
                "-i",
                "anoisesrc=c=white:r=48000:d=5:a=0.0004",
                "-c:a",
                "pcm_f32le");

        Made made = Playing.made(source);

        assertThat(made.plan().sound().orElseThrow().gain()).isNull();
        assertThat(loudness(made.media()).integrated()).isLessThan(-60);
    }

    @Test
    void leavesPlayableSpeechAsItIsAndRaisesWhatIsFarTooFaint() throws Exception {
        String encoded = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -c:a aac -shortest";
        String picture = "testsrc2=s=320x240:r=25:d=20";
        Path fine = RealMedia.make(
                directory.resolve("fine.mp4"),
                args("-f lavfi -i " + picture + " -f lavfi -i", WORDS + ",volume=-4dB", encoded));
        Path faint = RealMedia.make(
                directory.resolve("faint.mp4"),
                args("-f lavfi -i " + picture + " -f lavfi -i", WORDS + ",volume=-30dB", encoded));

        Made copied = Playing.made(fine);
        Made raised = Playing.made(faint);

        assertThat(copied.plan().remuxOnly()).isTrue();
        assertThat(raised.plan().picture().orElseThrow().treatment()).isEqualTo(Treatment.COPY);
        assertThat(raised.plan().sound().orElseThrow().treatment()).isEqualTo(Treatment.ENCODE);
        assertThat(loudness(raised.media()).integrated()).isBetween(-23.0, -16.0);
    }

    @Test
    void keepsClicksInStepWithFlashes() throws Exception {
        // Once in two seconds a white frame and a click, at the same instant.
        Path source = RealMedia.make(
                directory.resolve("source.mkv"),
                "-f",
                "lavfi",
                "-i",
                "color=black:s=160x120:r=50:d=20,geq=lum='if(lt(mod(T,2),0.02),235,16)':cb=128:cr=128",
                "-f",
                "lavfi",
                "-i",
                "aevalsrc='if(lt(mod(t,2),0.02),0.2*sin(2*PI*1000*t),0)':s=48000:d=20",
                "-c:v",
                "mpeg4",
                "-q:v",
                "3",
                "-c:a",
                "pcm_s16le");

        Made made = Playing.made(source);

        assertThat(made.plan().sound().orElseThrow().gain()).isPositive();
        double flash = first(
                RealMedia.ffprobe(
                        Path.of("movie=" + made.media() + ",signalstats"),
                        args("-f lavfi -show_entries frame=pts_time:frame_tags=lavfi.signalstats.YAVG -of csv=p=0")),
                100,
                1);
        double click = first(
                RealMedia.ffprobe(
                        Path.of("amovie=" + made.media()
                                + ",asetnsamples=96,astats=metadata=1:reset=1:measure_overall=none"),
                        args("-f lavfi -show_entries frame=pts_time:frame_tags=lavfi.astats.1.RMS_level -of csv=p=0")),
                -40,
                1);
        assertThat(click).isCloseTo(flash, within(0.02));
    }

    /** The time of the first line behind this second whose value is above the bound. */
    private static double first(String lines, double above, double second) {
        return lines.lines()
                .map(line -> line.split(","))
                .filter(line -> line.length > 1 && !line[1].isBlank() && !line[1].contains("inf"))
                .filter(line -> Double.parseDouble(line[0]) > second && Double.parseDouble(line[1]) > above)
                .mapToDouble(line -> Double.parseDouble(line[0]))
                .findFirst()
                .orElseThrow();
    }

    record Loudness(double integrated, double truePeak) {}

    static Loudness loudness(Path file) throws Exception {
        String said = RealMedia.ffmpeg(
                "-i", file.toString(), "-vn", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-");
        return new Loudness(last(said, "I:\\s+(-?[\\d.]+) LUFS"), last(said, "Peak:\\s+(-?[\\d.]+) dBFS"));
    }

    /** Root mean square of a file's sound behind a filter, in decibels. */
    static double level(Path file, String filter) throws Exception {
        String said =
                RealMedia.ffmpeg("-i", file.toString(), "-vn", "-af", filter + ",volumedetect", "-f", "null", "-");
        return last(said, "mean_volume: (-?[\\d.]+) dB");
    }

    private static double last(String said, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(said);
        double last = Double.NaN;
        while (found.find()) {
            last = Double.parseDouble(found.group(1));
        }
        assertThat(last).as(said).isNotNaN();
        return last;
    }

    private static String[] args(String words) {
        return words.split(" ");
    }

    private static String[] args(String before, String one, String after) {
        return java.util.stream.Stream.of(before.split(" "), new String[] {one}, after.split(" "))
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
