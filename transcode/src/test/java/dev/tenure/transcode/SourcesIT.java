package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.transcode.Playing.Made;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.Treatment;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recorders write, made with the real encoders; each becomes a checked output or is refused with a reason. */
class SourcesIT {

    private static final int SECONDS = 3;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // file, picture encoder, sound encoder -> container, what becomes of the picture, of the sound
                "a.mp4,  libx264,    aac,        MP4,      COPY,   COPY",
                "b.mov,  libx264,    pcm_s16le,  MP4,      COPY,   ENCODE",
                "c.mp4,  libx265,    aac,        MP4,      ENCODE, COPY",
                "d.mov,  mpeg4,      aac,        MP4,      ENCODE, COPY",
                "e.mp4,  libsvtav1,  libopus,    MP4,      ENCODE, ENCODE",
                "f.webm, libvpx,     libopus,    MATROSKA, ENCODE, ENCODE",
                "g.webm, libvpx-vp9, vorbis,     MATROSKA, ENCODE, ENCODE",
                "h.webm, libsvtav1,  libopus,    MATROSKA, ENCODE, ENCODE",
                "i.mkv,  libx264,    libmp3lame, MATROSKA, COPY,   ENCODE",
                "j.mkv,  libx265,    pcm_mulaw,  MATROSKA, ENCODE, ENCODE",
                "k.flv,  libx264,    aac,        FLV,      COPY,   COPY",
                "l.flv,  libx264,    libmp3lame, FLV,      COPY,   ENCODE",
                "m.ts,   libx264,    aac,        MPEG_TS,  COPY,   COPY",
                "n.ts,   libx265,    libmp3lame, MPEG_TS,  ENCODE, ENCODE",
                "o.avi,  mpeg4,      libmp3lame, AVI,      ENCODE, ENCODE",
                "p.avi,  libx264,    pcm_s16le,  AVI,      ENCODE, ENCODE",
                "q.ogg,  -,          libopus,    OGG,      -,      ENCODE",
                "r.ogg,  -,          vorbis,     OGG,      -,      ENCODE",
                "s.wav,  -,          pcm_s16le,  WAV,      -,      ENCODE",
                "t.wav,  -,          pcm_alaw,   WAV,      -,      ENCODE",
                "u.wav,  -,          pcm_mulaw,  WAV,      -,      ENCODE",
                "v.m4a,  -,          aac,        MP4,      -,      COPY",
                "w.mp3,  -,          libmp3lame, MP3,      -,      ENCODE",
                "x.flac, -,          flac,       FLAC,     -,      ENCODE",
                "y.mkv,  libx264,    -,          MATROSKA, COPY,   -",
            })
    void becomesPlayable(
            String name,
            @Nullable String picture,
            @Nullable String sound,
            Container container,
            @Nullable Treatment shown,
            @Nullable Treatment heard)
            throws Exception {
        Path source = source(name, picture, sound);

        assertThat(Playing.container(source)).isEqualTo(container);
        Made made = Playing.made(source);

        assertThat(made.plan().picture().map(plan -> plan.treatment()).orElse(null))
                .isEqualTo(shown);
        assertThat(made.plan().sound().map(plan -> plan.treatment()).orElse(null))
                .isEqualTo(heard);
        assertThat(made.verified().media().duration().toMillis()).isCloseTo(SECONDS * 1000, within(200L));
        PlaylistCheck.of(made.directory(), Rendering.PLAYLIST_FILE).passes();
    }

    @Test
    void fitsAConferencePictureThatGrowsIntoItsLargestSize() throws Exception {
        RealMedia.make(
                directory.resolve("small.ivf"),
                args("-f lavfi -i testsrc2=s=160x120:r=10:d=3 -c:v libvpx -deadline realtime -cpu-used 8"));
        RealMedia.make(
                directory.resolve("large.ivf"),
                args("-f lavfi -i testsrc2=s=640x360:r=10:d=3 -c:v libvpx -deadline realtime -cpu-used 8"));
        Path list = Files.writeString(
                directory.resolve("list.txt"), "ffconcat version 1.0\nfile small.ivf\nfile large.ivf\n");
        Path source =
                RealMedia.make(directory.resolve("source.webm"), "-f", "concat", "-i", list.toString(), "-c", "copy");

        Made made = Playing.made(source);

        assertThat(made.plan().picture().orElseThrow().fit()).isEqualTo(Fit.LETTERBOX);
        assertThat(made.verified().media().videos().getFirst().width()).isEqualTo(640);
        assertThat(made.verified().media().videos().getFirst().height()).isEqualTo(360);
    }

    @Test
    void takesWhatIsThereOfACutRecording() throws Exception {
        Path whole = RealMedia.make(
                directory.resolve("whole.mp4"),
                args("-f lavfi -i testsrc2=s=320x240:r=10:d=30 -f lavfi -i sine=440:d=30 -c:v libx264 -preset ultrafast"
                        + " -g 10 -pix_fmt yuv420p -c:a aac -movflags +faststart"));
        Made made = Playing.made(half(whole, "cut.mp4"));

        assertThat(made.plan().duration().toMillis()).isBetween(10_000L, 20_000L);
        assertThat(made.plan().reasons()).first().asString().startsWith("Its end is missing: of 30 s that it claims");
    }

    @ParameterizedTest
    @CsvSource({
        "cut.mkv, libx264 -preset ultrafast -g 10 -pix_fmt yuv420p, aac",
        "cut.avi, mpeg4 -g 10, libmp3lame",
        "cut.flv, libx264 -preset ultrafast -g 10 -pix_fmt yuv420p, aac",
        "cut.ts, libx264 -preset ultrafast -g 10 -pix_fmt yuv420p, aac",
    })
    void needsNoIndexWhereTheFormatDoesNot(String name, String picture, String sound) throws Exception {
        Path whole = RealMedia.make(
                directory.resolve("whole-" + name),
                args("-f lavfi -i testsrc2=s=320x240:r=10:d=30 -f lavfi -i sine=440:d=30 -c:v " + picture + " -c:a "
                        + sound));

        Made made = Playing.made(half(whole, name));

        assertThat(made.plan().duration().toMillis()).isBetween(9_000L, 21_000L);
    }

    @Test
    void readsFragmentsThatEndInTheMiddle() throws Exception {
        Path whole = RealMedia.make(
                directory.resolve("whole.mp4"),
                args("-f lavfi -i testsrc2=s=320x240:r=10:d=30 -c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p"
                        + " -movflags +frag_keyframe+empty_moov"));

        Made made = Playing.made(half(whole, "cut.mp4"));

        assertThat(made.plan().duration().toMillis()).isBetween(10_000L, 20_000L);
    }

    @Test
    void saysOfAnMp4WithoutItsIndexWhatHappenedToIt() throws Exception {
        Path whole = source("whole.mp4", "libx264", "aac");

        Planned planned = Playing.planned(half(whole, "cut.mp4"));

        assertThat(planned)
                .isInstanceOfSatisfying(
                        Planned.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("its index is missing (no moov box): the recording was cut off before its"
                                        + " recorder could write where its samples are"));
    }

    @Test
    void hearsAllSpeakersOfSeveralTracks() throws Exception {
        Path source = RealMedia.make(
                directory.resolve("tracks.mkv"),
                args("-f lavfi -i sine=400:d=4 -f lavfi -i sine=1200:d=4 -map 0 -map 1 -c:a libopus"));

        Made made = Playing.made(source);

        assertThat(made.plan().sound().orElseThrow().mixed()).containsExactly(1);
        assertThat(SoundIT.level(made.media(), "bandpass=f=400:width_type=h:w=40"))
                .isGreaterThan(-40);
        assertThat(SoundIT.level(made.media(), "bandpass=f=1200:width_type=h:w=40"))
                .isGreaterThan(-40);
        assertThat(SoundIT.level(made.media(), "bandpass=f=4000:width_type=h:w=40"))
                .isLessThan(-55);
    }

    private Path source(String name, @Nullable String picture, @Nullable String sound) throws Exception {
        List<String> words = new ArrayList<>();
        if (picture != null) {
            words.addAll(List.of(args("-f lavfi -i testsrc2=s=320x240:r=25:d=" + SECONDS)));
        }
        if (sound != null) {
            int rate = sound.startsWith("pcm_") ? 8000 : 44_100;
            words.addAll(List.of(args("-f lavfi -i sine=440:d=%d:r=%d".formatted(SECONDS, rate))));
        }
        if (picture != null) {
            words.addAll(List.of("-c:v", picture, "-pix_fmt", "yuv420p", "-g", "25"));
            words.addAll(
                    switch (picture) {
                        case "libx264", "libx265" -> List.of("-preset", "ultrafast");
                        case "libvpx", "libvpx-vp9" -> List.of("-deadline", "realtime", "-cpu-used", "8");
                        case "libsvtav1" -> List.of("-preset", "12");
                        default -> List.of();
                    });
        }
        if (sound != null) {
            words.addAll(List.of("-c:a", sound));
            if (sound.equals("vorbis")) {
                words.addAll(List.of("-strict", "experimental", "-ac", "2"));
            }
        }
        return RealMedia.make(directory.resolve(name), words.toArray(String[]::new));
    }

    private Path half(Path whole, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(
                directory.resolve(name), Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.CREATE_NEW);
    }

    private static String[] args(String words) {
        return words.split(" ");
    }
}
